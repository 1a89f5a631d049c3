/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
#ifndef KVERDICT_SELFTEST_FAULT_H
#define KVERDICT_SELFTEST_FAULT_H

/* SIGSEGV at address 8, by a detour that hides it from the compiler's warnings. */
static inline void fault(void)
{
	int *volatile nowhere = (int *)8;

	*(volatile int *)nowhere = 0;
}

#endif /* KVERDICT_SELFTEST_FAULT_H */
