//! Tests of public behaviour, on the embedded cluster and registry: they need no other server.
