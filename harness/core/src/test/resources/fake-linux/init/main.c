// SPDX-License-Identifier: Apache-2.0
int start_kernel(void)
{
	/* guest: pass demo/boot.starts */
	return 0;
}
