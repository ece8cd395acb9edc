//! What stands in front of a datum.
#![no_main]

use avrolane::codec::single_object;
use avrolane::framing::{self, SchemaIdentity};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], Option<&[u8]>)| {
    let (payload, header) = input;
    if let Ok((identity, datum)) = framing::split(payload) {
        let prefix = match identity {
            SchemaIdentity::Id(id) => framing::id_prefix(id).to_vec(),
            SchemaIdentity::Guid(guid) => framing::guid_prefix(&guid).to_vec(),
        };
        assert_eq!([&prefix, datum].concat(), payload);
    }
    match framing::split_message(header, payload) {
        Ok((_, datum)) if header.is_some() => assert_eq!(datum, payload),
        Ok((_, datum)) => assert!(payload.ends_with(datum)),
        Err(error) => assert!(error.offset() <= header.unwrap_or(payload).len()),
    }
    if let Ok((fingerprint, datum)) = single_object::split(payload) {
        let number = fingerprint.get().to_le_bytes();
        assert_eq!(
            [&single_object::MARKER, &number[..], datum].concat(),
            payload
        );
    }
    let _ = single_object::decode::<Vec<Option<String>>>(payload);
});
