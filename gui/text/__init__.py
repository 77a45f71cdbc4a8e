"""Text views: an editor tinted by surprise, and a read-only tinted text."""
