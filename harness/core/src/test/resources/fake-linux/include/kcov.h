/* SPDX-License-Identifier: Apache-2.0 */
#define KCOV_PAGES 1
