//! Benchmarks of avrolane beside its peers.
