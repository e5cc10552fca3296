"""The commands for what people ask the office."""
