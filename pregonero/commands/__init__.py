"""What the program can do: one module a command, and how it speaks and ends."""
