//! From data of an event's own schema to what goes on the topic.

use super::SerializeError;
use crate::codec::{Decoder, EncodeError, Limits, Transcoder};

/// What becomes of a datum that is not written as the event encodes itself.
#[derive(Debug)]
pub(super) struct Conversion {
    /// To another schema.
    transcoder: Option<Transcoder>,
    /// Whether the length in front of bytes is taken off.
    is_bare: bool,
}

impl Conversion {
    /// Nothing where there is nothing to convert.
    pub(super) fn new(transcoder: Option<Transcoder>, is_bare: bool) -> Option<Box<Self>> {
        if transcoder.is_none() && !is_bare {
            return None;
        }
        // Events of the program's own are not held to limits before they are sent.
        let limits = Limits::default().max_allocation(usize::MAX);
        Some(Box::new(Self {
            transcoder: transcoder.map(|transcoder| transcoder.limits(limits)),
            is_bare,
        }))
    }

    /// Converts the datum that begins at `start`.
    #[inline(never)]
    pub(super) fn apply(&self, start: usize, output: &mut Vec<u8>) -> Result<(), SerializeError> {
        if let Some(transcoder) = &self.transcoder {
            let datum = output.split_off(start);
            transcoder.transcode_to(&datum, output).map_err(|error| {
                EncodeError::new(format!(
                    "the schema that is written has no place for the value: {error}"
                ))
            })?;
        }
        if self.is_bare {
            let datum = output.get(start..).unwrap_or_default();
            let bytes = Decoder::new(datum, &Limits::default())
                .read_bytes()
                .map_err(SerializeError::other)?;
            let length = datum.len() - bytes.len();
            output.drain(start..start + length);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    fn apply(conversion: &Conversion, datum: &[u8]) -> Result<Vec<u8>, String> {
        let mut output = vec![9];
        output.extend_from_slice(datum);
        let result = conversion.apply(1, &mut output);
        result.map(|()| output).map_err(|error| error.to_string())
    }

    #[test]
    fn the_length_is_taken_off_and_what_stands_in_front_stays() {
        let conversion = Conversion::new(None, true).unwrap();
        assert_eq!(apply(&conversion, &[0]).unwrap(), [9]);
        assert_eq!(apply(&conversion, &[4, 1, 2]).unwrap(), [9, 1, 2]);
        let mut long = vec![200, 1];
        long.extend([7; 100]);
        assert_eq!(
            apply(&conversion, &long).unwrap(),
            [&[9][..], &[7; 100]].concat()
        );
    }

    #[test]
    fn text_becomes_bare_bytes_of_another_schema() {
        let [from, to] = [r#""string""#, r#""bytes""#].map(|text| Schema::parse(text).unwrap());
        let transcoder = Transcoder::new(&from, &to).unwrap();
        let conversion = Conversion::new(Some(transcoder), true).unwrap();
        assert_eq!(
            apply(&conversion, &[4, b'h', b'i']).unwrap(),
            [9, b'h', b'i']
        );
    }

    #[test]
    fn a_value_without_a_place_in_the_schema_says_so() {
        let [from, to] =
            [r#"["null", "int"]"#, r#""int""#].map(|text| Schema::parse(text).unwrap());
        let transcoder = Transcoder::new(&from, &to).unwrap();
        let conversion = Conversion::new(Some(transcoder), false).unwrap();
        assert_eq!(apply(&conversion, &[2, 6]).unwrap(), [9, 6]);
        let error = apply(&conversion, &[0]).unwrap_err();
        assert!(error.contains("no place for the value: "), "{error}");
    }
}
