"""Ordering over again in the shop's own past: what each rule would have cost."""
