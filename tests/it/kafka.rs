//! Producing and consuming on the mock cluster.

mod round_trip;
