"""Sampling for the Create page: settings, requests and the jobs that carry them out."""
