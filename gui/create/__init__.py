"""Create page: a model, its settings and the takes that it writes."""
