//! Data of derived types.
#![no_main]

use std::fmt::Debug;
use std::sync::LazyLock;

use avrolane::codec::{self, Decoder, Limits, Plan};
use avrolane::schema::Schema;
use avrolane::{AvroDecode, AvroEncode, AvroSchema};
use avrolane_fuzz::{Borrowed, Everything, Evolved};
use libfuzzer_sys::fuzz_target;

static SAME: LazyLock<Plan> = LazyLock::new(plan::<Everything>);
static EVOLVED: LazyLock<Plan> = LazyLock::new(plan::<Evolved>);
static BORROWED: LazyLock<Plan> = LazyLock::new(plan::<Borrowed<'_>>);

fn plan<'de, T: AvroSchema + AvroDecode<'de>>() -> Plan {
    Plan::of::<T>(&Schema::of::<Everything>()).expect("the types fit each other")
}

fn limits() -> Limits {
    Limits::default().max_allocation(1 << 20)
}

/// A datum that is right.
static EXAMPLE: LazyLock<Vec<u8>> =
    LazyLock::new(|| codec::encode(&Everything::example()).expect("it fits its schema"));

fuzz_target!(|input: (bool, &[u8])| {
    match input {
        (false, datum) => check(datum),
        // Other bytes in some places of a datum that is right.
        (true, changes) => {
            let mut datum = EXAMPLE.clone();
            for change in changes.chunks_exact(3) {
                let [low, high, with] = change else { continue };
                let place = usize::from(u16::from_le_bytes([*low, *high]));
                let place = place % datum.len();
                match high {
                    0..0x40 => datum.insert(place, *with),
                    0x40..0x80 if datum.len() > 1 => drop(datum.remove(place)),
                    _ => datum[place] = *with,
                }
            }
            check(&datum);
        }
    }
});

fn check(datum: &[u8]) {
    let straight = codec::decode::<Everything>(datum);
    let planned = SAME.decode::<Everything>(datum, &Limits::default());
    if let Ok(value) = &straight {
        same(
            value,
            &planned.expect("what is read straight is read by a plan"),
        );
        round_trip(value);
    } else {
        assert!(planned.is_err());
    }
    if let Ok(value) = EVOLVED.decode::<Evolved>(datum, &limits()) {
        round_trip(&value);
    }
    let _ = BORROWED.decode::<Borrowed<'_>>(datum, &limits());
    let _ = codec::decode::<Vec<Option<()>>>(datum);
    let _ = codec::decode::<Vec<()>>(datum);
}

/// Whether two values are the same, where a number that is none is not the same as itself.
fn same<T: Debug + PartialEq>(one: &T, other: &T) {
    if one != other {
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}

/// What was read is written, unless it is of no record that the type knows, and read again.
fn round_trip<T>(value: &T)
where
    T: AvroSchema + AvroEncode + for<'de> AvroDecode<'de> + Debug + PartialEq,
{
    let written = match codec::encode(value) {
        Ok(written) => written,
        // An unknown branch, or a decimal of more digits than its precision: which is read.
        Err(error) => {
            let error = error.to_string();
            let is_known = ["no branch", "digits"];
            assert!(is_known.iter().any(|word| error.contains(word)), "{error}");
            return;
        }
    };
    let mut decoder = Decoder::new(&written, &Limits::default());
    let again = decode(&mut decoder);
    same(value, &again);
    decoder.finish().expect("all of it is read");
}

fn decode<'de, T: AvroDecode<'de>>(decoder: &mut Decoder<'de>) -> T {
    T::decode(decoder).expect("what was written is read")
}
