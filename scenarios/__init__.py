"""The question: what is declared before the clock starts. Nothing happens in this room."""
