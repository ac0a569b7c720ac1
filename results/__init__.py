"""The answer: reads logs, never models."""
