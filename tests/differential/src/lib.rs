//! Differential tests of avrolane against other implementations.
