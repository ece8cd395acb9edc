//! Which contestants do which work, and what has to be reached.

use std::hint::black_box;

use crate::by_hand;
use crate::contestants::for_scale::{self, Corpora};
use crate::contestants::{
    apache_avro, apache_avro_profile, avrolane, decoder, encoder, schema_registry_converter,
    serde_avro_fast,
};
use crate::measure::{Contestant, Group, Target};
use crate::workloads::Corpus;
use crate::workloads::order::{self, OrderPlaced, OrderRef};
use crate::workloads::profile::{self, ProfileRef, UserProfile};
use crate::workloads::profile_v2::{ProfileV2, ProfileV2Ref};
use crate::workloads::telemetry::{self, Telemetry};

const BY_HAND: &str = "by hand";

/// The records of all workloads.
#[derive(Debug)]
pub struct Workloads {
    order: Corpus<OrderPlaced>,
    order_with_notes: Corpus<OrderPlaced>,
    order_for_scale: Corpora<for_scale::Order>,
    profile: Corpus<UserProfile>,
    profile_apache: Corpus<apache_avro_profile::UserProfile>,
    profile_for_scale: Corpora<for_scale::Profile>,
    telemetry: Corpus<Telemetry>,
    telemetry_for_scale: Corpora<for_scale::Telemetry>,
}

impl Workloads {
    /// Makes the records.
    #[must_use]
    pub fn new() -> Self {
        let order = order::corpus();
        let profile = profile::corpus();
        let telemetry = telemetry::corpus();
        Self {
            order_with_notes: order::corpus_with_notes(),
            order_for_scale: Corpora::new(&order),
            order,
            profile_apache: apache_avro_profile::corpus(&profile),
            profile_for_scale: Corpora::new(&profile),
            profile,
            telemetry_for_scale: Corpora::new(&telemetry),
            telemetry,
        }
    }

    /// All groups.
    #[must_use]
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups = vec![
            group("order, encode", self.order_encoders(), 1.05),
            group("order, decode owned", self.order_decoders(), 1.05),
            Group {
                target: target(1.10, Some(0.0)),
                ..group(
                    "order, decode borrowed",
                    self.order_borrowing_decoders(),
                    1.10,
                )
            },
            Group {
                target: target(0.65, Some(0.0)),
                ..group(
                    "order, decode_into",
                    order_reusing_decoders(&self.order),
                    0.65,
                )
            },
            Group {
                target: target(0.65, Some(0.0)),
                ..group(
                    "order with a note, decode_into",
                    order_reusing_decoders(&self.order_with_notes),
                    0.65,
                )
            },
        ];
        groups.extend(self.profile_groups());
        groups.push(group("telemetry, encode", self.telemetry_encoders(), 0.6));
        groups.push(group("telemetry, decode", self.telemetry_decoders(), 0.9));
        groups.push(group(
            "telemetry, decode_into",
            self.telemetry_reusing_decoders(),
            0.9,
        ));
        groups
    }

    fn order_encoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.order;
        let mut contestants = vec![
            encoder(BY_HAND, corpus, || by_hand::order::encode),
            avrolane::encode(corpus),
            avrolane::serialize(corpus),
            serde_avro_fast::encode(corpus),
            apache_avro::encode(corpus),
            apache_avro::encode_value(corpus),
            schema_registry_converter::encode(corpus),
        ];
        contestants.extend(self.order_for_scale.encoders());
        contestants
    }

    fn order_decoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.order;
        let mut contestants = vec![
            decoder(BY_HAND, corpus, || {
                |datum| by_hand::order::decode(datum).expect("it is an order")
            }),
            avrolane::decode::<OrderPlaced, _>(corpus),
            avrolane::deserialize(corpus),
            serde_avro_fast::decode::<OrderPlaced, _>(corpus),
            apache_avro::decode(corpus),
            apache_avro::decode_value(corpus),
            schema_registry_converter::decode::<OrderPlaced, _>(corpus),
        ];
        contestants.extend(self.order_for_scale.decoders());
        contestants
    }

    fn order_borrowing_decoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.order;
        vec![
            decoder(BY_HAND, corpus, || {
                |datum| by_hand::order::decode_borrowed(datum).expect("it is an order")
            }),
            avrolane::decode::<OrderRef<'_>, _>(corpus),
            serde_avro_fast::decode::<OrderRef<'_>, _>(corpus),
        ]
    }

    fn telemetry_encoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.telemetry;
        let mut contestants = vec![
            encoder(BY_HAND, corpus, || by_hand::telemetry::encode),
            avrolane::encode(corpus),
            avrolane::serialize(corpus),
            serde_avro_fast::encode(corpus),
            apache_avro::encode(corpus),
            apache_avro::encode_value(corpus),
            schema_registry_converter::encode(corpus),
        ];
        contestants.extend(self.telemetry_for_scale.encoders());
        contestants
    }

    fn telemetry_decoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.telemetry;
        let mut contestants = vec![
            decoder(BY_HAND, corpus, || {
                |datum| by_hand::telemetry::decode(datum).expect("it is telemetry")
            }),
            avrolane::decode::<Telemetry, _>(corpus),
            avrolane::deserialize(corpus),
            serde_avro_fast::decode::<Telemetry, _>(corpus),
            apache_avro::decode(corpus),
            apache_avro::decode_value(corpus),
            schema_registry_converter::decode::<Telemetry, _>(corpus),
        ];
        contestants.extend(self.telemetry_for_scale.decoders());
        contestants
    }

    fn telemetry_reusing_decoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.telemetry;
        vec![
            decoder("by hand, into a new value", corpus, || {
                |datum| by_hand::telemetry::decode(datum).expect("it is telemetry")
            }),
            decoder(BY_HAND, corpus, || {
                let mut record = corpus.values.first().expect("there are records").clone();
                move |datum| {
                    by_hand::telemetry::decode_into(datum, &mut record).expect("it is telemetry");
                    black_box(&record);
                }
            }),
            avrolane::decode_into(corpus),
        ]
    }

    fn profile_groups(&self) -> Vec<Group<'_>> {
        vec![
            group("profile, encode", self.profile_encoders(), 1.10),
            group("profile, decode owned", self.profile_decoders(), 1.10),
            group(
                "profile, decode borrowed",
                self.profile_borrowing_decoders(),
                1.10,
            ),
            group(
                "evolved profile, decode owned",
                self.evolved_decoders(),
                1.10,
            ),
            group(
                "evolved profile, decode borrowed",
                self.evolved_borrowing_decoders(),
                1.15,
            ),
        ]
    }

    fn profile_encoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.profile;
        let mut contestants = vec![
            encoder(BY_HAND, corpus, || {
                |value: &UserProfile, output: &mut Vec<u8>| {
                    by_hand::profile::encode(value, output).expect("it can be written");
                }
            }),
            avrolane::encode(corpus),
            avrolane::serialize(corpus),
            serde_avro_fast::encode(corpus),
            apache_avro::encode(&self.profile_apache),
            apache_avro::encode_value(&self.profile_apache),
            schema_registry_converter::encode(&self.profile_apache),
        ];
        contestants.extend(self.profile_for_scale.encoders());
        contestants
    }

    fn profile_decoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.profile;
        let mut contestants = vec![
            decoder(BY_HAND, corpus, || {
                |datum| by_hand::profile::decode(datum).expect("it is a profile")
            }),
            avrolane::decode::<UserProfile, _>(corpus),
            avrolane::deserialize(corpus),
            serde_avro_fast::decode::<UserProfile, _>(corpus),
            apache_avro::decode(&self.profile_apache),
            apache_avro::decode_value(&self.profile_apache),
            schema_registry_converter::decode::<UserProfile, _>(&self.profile_apache),
        ];
        contestants.extend(self.profile_for_scale.decoders());
        contestants
    }

    fn profile_borrowing_decoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.profile;
        vec![
            decoder(BY_HAND, corpus, || {
                |datum| by_hand::profile::decode_borrowed(datum).expect("it is a profile")
            }),
            avrolane::decode::<ProfileRef<'_>, _>(corpus),
            serde_avro_fast::decode::<ProfileRef<'_>, _>(corpus),
        ]
    }

    fn evolved_decoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.profile;
        vec![
            decoder(BY_HAND, corpus, || {
                |datum| by_hand::evolved::decode(datum).expect("it is a profile")
            }),
            avrolane::decode_evolved::<ProfileV2, _>(corpus),
            serde_avro_fast::decode::<ProfileV2, _>(corpus),
            apache_avro::decode_evolved_profile(corpus),
        ]
    }

    fn evolved_borrowing_decoders(&self) -> Vec<Contestant<'_>> {
        let corpus = &self.profile;
        vec![
            decoder(BY_HAND, corpus, || {
                |datum| by_hand::evolved::decode_borrowed(datum).expect("it is a profile")
            }),
            avrolane::decode_evolved::<ProfileV2Ref<'_>, _>(corpus),
            serde_avro_fast::decode::<ProfileV2Ref<'_>, _>(corpus),
        ]
    }
}

impl Default for Workloads {
    fn default() -> Self {
        Self::new()
    }
}

fn order_reusing_decoders(corpus: &Corpus<OrderPlaced>) -> Vec<Contestant<'_>> {
    vec![
        decoder("by hand, into a new value", corpus, || {
            |datum| by_hand::order::decode(datum).expect("it is an order")
        }),
        decoder(BY_HAND, corpus, || {
            let mut order = corpus.values.first().expect("there are orders").clone();
            move |datum| {
                by_hand::order::decode_into(datum, &mut order).expect("it is an order");
                black_box(&order);
            }
        }),
        avrolane::decode_into(corpus),
    ]
}

fn group<'a>(name: &'static str, contestants: Vec<Contestant<'a>>, ratio: f64) -> Group<'a> {
    Group {
        name,
        contestants,
        target: target(ratio, None),
    }
}

fn target(ratio: f64, allocations: Option<f64>) -> Option<Target> {
    Some(Target {
        contestant: avrolane::NAME,
        ratio,
        allocations,
    })
}
