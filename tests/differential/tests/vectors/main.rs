//! Holds us against what the Java and Python libraries wrote, which lies in `vectors/`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod apache;
mod containers;
mod corpus;
mod derived;
mod generic;
mod json;
mod messages;
mod resolution;
mod values;
