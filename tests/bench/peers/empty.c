// SPDX-License-Identifier: GPL-3.0-or-later
// A program that does nothing: what any start costs.
int main(void)
{
    return 0;
}
