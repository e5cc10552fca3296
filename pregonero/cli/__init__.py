"""The program: one module a command, and how it speaks and ends."""
