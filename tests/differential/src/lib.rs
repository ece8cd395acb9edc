//! Holds avrolane against other implementations: see `tests/`.
