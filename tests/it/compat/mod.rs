//! The compatibility check, against Confluent's server and against what is really read.

mod plans;
mod recorded;
