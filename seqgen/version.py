"""The version of seqgen."""

__version__ = "0.1.0"
