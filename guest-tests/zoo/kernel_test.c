// SPDX-License-Identifier: Apache-2.0
/* Cases that take the kernel down, or what is worse, do not quite. */
#include "zoo.h"

#include <kverdict.h>

TEST_TIMEOUT(kernel, panics, 2)
{
	zoo_provoke("kernel_panic");
}

TEST_TIMEOUT(kernel, oopses, 2)
{
	zoo_provoke("null_write");
}

TEST_TIMEOUT(kernel, oopses_in_an_interrupt, 2)
{
	zoo_provoke("oops_in_irq");
}

TEST_TIMEOUT(kernel, triple_faults, 2)
{
	zoo_provoke("triple_fault");
}

TEST_TIMEOUT(kernel, hangs_with_interrupts_off, 1)
{
	zoo_provoke_everywhere("hang_with_irqs_off");
}

TEST_TIMEOUT(kernel, hangs_with_interrupts_on, 1)
{
	zoo_provoke_everywhere("hang");
}

/* The second time it waits for itself, and no signal wakes it. */
TEST_TIMEOUT(kernel, leaves_a_process_that_cannot_be_killed, 1)
{
	zoo_provoke("lock_kept");
	zoo_provoke("lock_kept");
}
