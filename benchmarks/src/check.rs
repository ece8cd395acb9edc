//! Holds what the contestants write and read against each other, so that all do the same work.

use avrolane::codec::{self, Decoder, Limits, Plan};
use avrolane::schema::Schema;
use avrolane::{AvroDecode, AvroEncode, AvroSchema};

use crate::by_hand;
use crate::workloads::order::{self, OrderRef};
use crate::workloads::profile::{self, ProfileRef, UserProfile};
use crate::workloads::profile_v2::{self, ProfileV2, ProfileV2Ref};
use crate::workloads::{Corpus, telemetry};

/// Checks all workloads.
///
/// # Panics
///
/// If two contestants differ.
pub fn check() {
    let orders = order::corpus();
    check_avrolane(&orders);
    for (order, datum) in orders.values.iter().zip(orders.datums()) {
        assert_eq!(by_hand::order::decode(datum).as_ref(), Ok(order));
        let borrowed = by_hand::order::decode_borrowed(datum).expect("it is an order");
        assert_eq!(decode::<OrderRef<'_>>(datum), borrowed);
        let mut again = orders.values.first().expect("there are orders").clone();
        assert_eq!(by_hand::order::decode_into(datum, &mut again), Ok(()));
        assert_eq!(&again, order);
    }
    let profiles = profile::corpus();
    check_avrolane(&profiles);
    for (profile, datum) in profiles.values.iter().zip(profiles.datums()) {
        assert_eq!(by_hand::profile::decode(datum).as_ref(), Ok(profile));
        let borrowed = by_hand::profile::decode_borrowed(datum).expect("it is a profile");
        assert_eq!(decode::<ProfileRef<'_>>(datum), borrowed);
    }
    check_evolved(&profiles);
    let telemetry = telemetry::corpus();
    check_avrolane(&telemetry);
    for (record, datum) in telemetry.values.iter().zip(telemetry.datums()) {
        assert_eq!(by_hand::telemetry::decode(datum).as_ref(), Ok(record));
    }
}

/// avrolane writes what the hand-written code writes, and reads what it wrote.
fn check_avrolane<T>(corpus: &Corpus<T>)
where
    T: AvroSchema + AvroEncode + for<'a> AvroDecode<'a> + PartialEq + Clone + std::fmt::Debug,
{
    assert_same::<T>(corpus.schema);
    let mut again = corpus.values.first().expect("there are records").clone();
    for (value, datum) in corpus.values.iter().zip(corpus.datums()) {
        assert_eq!(codec::encode(value).expect("it can be written"), datum);
        assert_eq!(&decode::<T>(datum), value);
        again
            .decode_into(&mut Decoder::new(datum, &Limits::default()))
            .expect("it is a record");
        assert_eq!(&again, value);
    }
}

/// The type has the schema that the peers read.
fn assert_same<T: AvroSchema>(schema: &str) {
    let schema = Schema::parse(schema).expect("the schema is sound");
    assert_eq!(Schema::of::<T>().fingerprint(), schema.fingerprint());
}

/// Both read an older profile as the same newer one.
fn check_evolved(profiles: &Corpus<UserProfile>) {
    let limits = Limits::default();
    let writer = Schema::parse(profile::SCHEMA).expect("the schema is sound");
    assert_same::<ProfileV2>(profile_v2::SCHEMA);
    let plan = Plan::new(&writer, &Schema::of::<ProfileV2>()).expect("the schemas are compatible");
    for datum in profiles.datums() {
        let by_hand = by_hand::evolved::decode(datum).expect("it is a profile");
        let owned: ProfileV2 = plan.decode(datum, &limits).expect("it is a profile");
        assert_eq!(owned, by_hand);
        let by_hand = by_hand::evolved::decode_borrowed(datum).expect("it is a profile");
        let borrowed: ProfileV2Ref<'_> = plan.decode(datum, &limits).expect("it is a profile");
        assert_eq!(borrowed, by_hand);
    }
}

fn decode<'de, T: AvroDecode<'de>>(datum: &'de [u8]) -> T {
    codec::decode(datum).expect("it is a record")
}
