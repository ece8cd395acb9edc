//! The records that all contestants write and read.

pub mod order;
pub mod profile;
pub mod profile_v2;
pub mod telemetry;

/// What every message starts with: the magic byte and a schema id.
pub const FRAME: [u8; 5] = [0, 0, 0, 0, 1];

/// Values that look like real ones, the same in every run, through which the contestants cycle so
/// that no branch is learned by heart.
#[derive(Debug)]
pub struct Corpus<T> {
    /// The schema, as the peers read it.
    pub schema: &'static str,
    /// The full name of the record.
    pub record: &'static str,
    /// The values.
    pub values: Vec<T>,
    /// The same values, framed, as the hand-written code writes them.
    pub messages: Vec<Vec<u8>>,
}

impl<T> Corpus<T> {
    /// Values, and the messages that `encode` makes of them.
    pub fn new(
        schema: &'static str,
        record: &'static str,
        values: Vec<T>,
        encode: impl Fn(&T, &mut Vec<u8>),
    ) -> Self {
        let frame = |value| {
            let mut message = FRAME.to_vec();
            encode(value, &mut message);
            message
        };
        Self {
            schema,
            record,
            messages: values.iter().map(frame).collect(),
            values,
        }
    }

    /// The messages without their frames.
    pub fn datums(&self) -> impl Iterator<Item = &[u8]> {
        self.messages.iter().map(|message| datum(message))
    }
}

/// A message without its frame.
#[must_use]
pub fn datum(message: &[u8]) -> &[u8] {
    message.get(FRAME.len()..).unwrap_or_default()
}
