//! The Avro serializer and deserializer, against a registry that does what it is told.

use avrolane::AvroEvent;
use avrolane::codec::UnknownRecord;
use avrolane::registry::{ErrorKind, SchemaRegistryClient, SchemaSelection};
use avrolane::serdes::{
    Avro, AvroDeserializer, AvroSerializer, DeserializeError, Input, Payload, SchemaIdPlacement,
    SerializeError, Serializer,
};
use avrolane::subject::{MessageField, SerializationContext, SubjectNameStrategy};
use serde_json::{Value, json};

use super::support::{Flight, SCHEMA, deserialize, input, prepare, reading, serialize};
use crate::registry::support::{Answer, Server};

const GUID: &str = "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936e";

/// What later versions of the program read flights as.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it", name = "Flight")]
struct LaterFlight {
    number: i64,
    #[avro(default = "unknown")]
    carrier: String,
}

/// What cannot be read from a flight.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it", name = "Flight")]
struct OtherFlight {
    gate: String,
}

/// Handles are made once and shared by everyone.
const _: () = {
    const fn is_handle<T: Clone + Send + Sync + 'static>() {}
    is_handle::<SchemaRegistryClient>();
    is_handle::<AvroSerializer>();
    is_handle::<AvroDeserializer>();
};

fn registering(server: &Server, placement: SchemaIdPlacement) -> AvroSerializer {
    AvroSerializer::builder()
        .registry(server.client())
        .schemas(SchemaSelection::Register)
        .schema_id_placement(placement)
        .build()
}

fn stored(schema: &str) -> Value {
    json!({"schema": schema})
}

#[tokio::test]
async fn a_registered_event_carries_its_id_in_front() {
    let server = Server::answering(Answer::json(&json!({"id": 258}))).await;
    let serializer = registering(&server, SchemaIdPlacement::Prefix);
    let flight = Flight { number: 3 };
    assert!(matches!(
        serialize(&serializer, &flight),
        Err(SerializeError::NotPrepared)
    ));
    prepare::<Flight>(&serializer).await.unwrap();
    prepare::<Flight>(&serializer).await.unwrap();
    assert_eq!(
        serialize(&serializer, &flight).unwrap(),
        (vec![0, 0, 0, 1, 2, 6], None)
    );
    assert_eq!(server.lines(), ["POST /subjects/flights-value/versions"]);
    assert_eq!(server.received()[0].body, json!({"schema": SCHEMA}));
}

#[tokio::test]
async fn a_guid_travels_in_front_or_in_a_header() {
    let server = Server::answering(Answer::json(
        &json!({"id": 1, "guid": GUID, "schema": SCHEMA}),
    ))
    .await;
    let mut framed = vec![1];
    framed.extend(
        GUID.parse::<avrolane::schema::SchemaGuid>()
            .unwrap()
            .as_bytes(),
    );

    let serializer = registering(&server, SchemaIdPlacement::Header);
    prepare::<Flight>(&serializer).await.unwrap();
    let (bytes, header) = serialize(&serializer, &Flight { number: 3 }).unwrap();
    assert_eq!((&bytes[..], &header.unwrap()[..]), (&[6][..], &framed[..]));
    let with_header = Input {
        bytes: &bytes,
        schema_id_header: Some(&framed),
    };
    let read: Flight = deserialize(&reading(&server), with_header).await.unwrap();
    assert_eq!(read, Flight { number: 3 });

    let serializer = registering(&server, SchemaIdPlacement::GuidPrefix);
    prepare::<Flight>(&serializer).await.unwrap();
    let (bytes, header) = serialize(&serializer, &Flight { number: 3 }).unwrap();
    framed.push(6);
    assert_eq!((&bytes, header), (&framed, None));
    let read: Flight = deserialize(&reading(&server), input(&bytes)).await.unwrap();
    assert_eq!(read, Flight { number: 3 });
}

#[tokio::test]
async fn a_registry_without_guids_is_found_out_on_preparing() {
    let server = Server::answering(Answer::json(&json!({"id": 1}))).await;
    let serializer = registering(&server, SchemaIdPlacement::Header);
    let error = prepare::<Flight>(&serializer).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoGuid);
    assert_eq!(error.subject(), Some("flights-value"));
}

#[tokio::test]
async fn by_default_a_schema_is_only_looked_up() {
    let missing = Answer::refusal(404, 40401, "Subject 'flights-value' not found.");
    let server = Server::answering(missing).await;
    let serializer = AvroSerializer::builder().registry(server.client()).build();
    let error = prepare::<Flight>(&serializer).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SubjectNotFound);
    assert!(
        error.to_string().contains("SchemaSelection::Register"),
        "{error}"
    );
}

#[tokio::test]
async fn subjects_are_named_as_the_strategy_says() {
    let server = Server::answering(Answer::json(&json!({"id": 1}))).await;
    let serializer = AvroSerializer::builder()
        .registry(server.client())
        .key_subject_name_strategy(SubjectNameStrategy::RecordName)
        .value_subject_name_strategy(SubjectNameStrategy::TopicRecordName)
        .build();
    for field in [MessageField::Key, MessageField::Value] {
        let context = SerializationContext::new("flights", field);
        Serializer::<Flight>::prepare(&serializer, &context)
            .await
            .unwrap();
    }
    assert_eq!(
        server.lines(),
        [
            "POST /subjects/it.Flight",
            "POST /subjects/flights-it.Flight"
        ]
    );
    let context = SerializationContext::new("flights", MessageField::Key);
    let error = Serializer::<i64>::prepare(&serializer, &context)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn ids_are_kept_per_topic_and_type() {
    let server = Server::start(|request, _| match request.line.as_str() {
        "POST /subjects/flights-value/versions" => Answer::json(&json!({"id": 1})),
        _ => Answer::json(&json!({"id": 2})),
    })
    .await;
    let serializer = registering(&server, SchemaIdPlacement::Prefix);
    let arrivals = SerializationContext::new("arrivals", MessageField::Value);
    prepare::<Flight>(&serializer).await.unwrap();
    Serializer::<Flight>::prepare(&serializer, &arrivals)
        .await
        .unwrap();
    let (bytes, _) = serialize(&serializer, &Flight { number: 3 }).unwrap();
    assert_eq!(bytes, [0, 0, 0, 0, 1, 6]);
}

#[tokio::test]
async fn without_a_registry_avro_says_what_is_missing() {
    let serializer = AvroSerializer::builder().build();
    let error = prepare::<Flight>(&serializer).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Avro needs a Schema Registry, and none is configured; give a SchemaRegistryClient to the \
         builder's registry()"
    );
    let deserializer = AvroDeserializer::builder().build();
    let read: Result<Flight, _> = deserialize(&deserializer, input(&[0, 0, 0, 0, 1, 6])).await;
    assert_eq!(read.unwrap_err().to_string(), error.to_string());
}

#[tokio::test]
async fn an_event_is_read_as_other_types_ask_for_it() {
    let server = Server::answering(Answer::json(&stored(SCHEMA))).await;
    let deserializer = reading(&server);
    let message = input(&[0, 0, 0, 0, 1, 6]);
    let read: Flight = deserialize(&deserializer, message).await.unwrap();
    assert_eq!(read, Flight { number: 3 });
    // The writer's schema is at hand now, so a plan for another type needs no request.
    let later: LaterFlight = deserializer.decode(message).unwrap();
    assert_eq!(
        later,
        LaterFlight {
            number: 3,
            carrier: "unknown".to_owned()
        }
    );
    for _ in 0..2 {
        let error = deserializer.decode::<OtherFlight>(message).unwrap_err();
        assert!(
            matches!(error, DeserializeError::Incompatible(_)),
            "{error}"
        );
        assert!(error.to_string().contains("gate"), "{error}");
    }
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn primitives_travel_as_avro_too() {
    let server = Server::answering(Answer::json(&json!({"id": 1, "schema": r#""long""#}))).await;
    let serializer = registering(&server, SchemaIdPlacement::Prefix);
    let serializer = Avro::<i64>::serializer(&serializer);
    prepare::<i64>(serializer).await.unwrap();
    let (bytes, _) = serialize(serializer, &-1_i64).unwrap();
    assert_eq!(bytes, [0, 0, 0, 0, 1, 1]);
    let deserializer = reading(&server);
    let read: i64 = deserialize(Avro::<i64>::deserializer(&deserializer), input(&bytes))
        .await
        .unwrap();
    assert_eq!(read, -1);
}

#[tokio::test]
async fn trailing_bytes_are_refused_only_if_asked() {
    let server = Server::answering(Answer::json(&stored(SCHEMA))).await;
    let message = input(&[0, 0, 0, 0, 1, 6, 0xff]);
    deserialize::<Flight>(&reading(&server), message)
        .await
        .unwrap();
    let strict = AvroDeserializer::builder()
        .registry(server.client())
        .fail_on_trailing_data(true)
        .build();
    let error = deserialize::<Flight>(&strict, message).await.unwrap_err();
    assert!(matches!(error, DeserializeError::Decode(_)), "{error}");
}

#[tokio::test]
async fn a_payload_without_framing_needs_no_request() {
    let server = Server::answering(Answer::Silence).await;
    let deserializer = reading(&server);
    for bytes in [
        &b""[..],
        &b"\0\0"[..],
        &b"{}"[..],
        &[0, 0xff, 0xff, 0xff, 0xff][..],
    ] {
        let error = deserializer.decode::<Flight>(input(bytes)).unwrap_err();
        assert!(matches!(error, DeserializeError::Frame(_)), "{error}");
    }
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn a_schema_that_the_registry_does_not_have_is_that_records_failure() {
    let server = Server::answering(Answer::refusal(404, 40403, "Schema 1 not found")).await;
    let read: Result<Flight, _> = deserialize(&reading(&server), input(&[0, 0, 0, 0, 1, 6])).await;
    let error = read.unwrap_err();
    assert_eq!(error.disposition(), avrolane::Disposition::Skip);
    assert!(matches!(error, DeserializeError::Registry(_)), "{error}");
}

#[tokio::test]
async fn a_foreign_payload_that_starts_as_a_guid_does_is_that_records_failure() {
    let server = Server::start(|request, _| match request.line.as_str() {
        "GET /schemas/types" => Answer::json(&json!(["AVRO"])),
        _ => Answer::text(404, ""),
    })
    .await;
    let foreign = b"\x01no Avro, but long enough";
    let read: Result<Flight, _> = deserialize(&reading(&server), input(foreign)).await;
    let error = read.unwrap_err();
    assert_eq!(error.disposition(), avrolane::Disposition::Skip);
    assert!(error.to_string().contains("no Avro at all"), "{error}");
}

#[tokio::test]
async fn a_thousand_producing_tasks_register_once() {
    let server = Server::answering(Answer::json(&json!({"id": 1}))).await;
    let serializer = registering(&server, SchemaIdPlacement::Prefix);
    let tasks: Vec<_> = (0..1_000)
        .map(|_| {
            let serializer = serializer.clone();
            tokio::spawn(async move { prepare::<Flight>(&serializer).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(server.received().len(), 1);
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it")]
enum FlightEvent {
    Departed(Departed),
    Cancelled {
        number: i32,
    },
    #[avro(other)]
    Other(UnknownRecord),
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it")]
struct Departed {
    number: i32,
    delay: i64,
}

/// What a producer of later days sends.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it")]
enum LaterFlightEvent {
    Diverted {
        to: String,
    },
    Cancelled {
        number: i32,
        #[avro(default = "")]
        reason: String,
    },
}

async fn several_events(strategy: SubjectNameStrategy, subjects: &[&str]) {
    let server = avrolane_embedded::EmbeddedRegistry::start().unwrap();
    let registry = SchemaRegistryClient::builder(server.url()).build().unwrap();
    let serializer = AvroSerializer::builder()
        .registry(registry.clone())
        .schemas(SchemaSelection::Register)
        .value_subject_name_strategy(strategy.clone())
        .build();
    let deserializer = AvroDeserializer::builder()
        .registry(registry.clone())
        .build();

    prepare::<FlightEvent>(&serializer).await.unwrap();
    for event in [
        FlightEvent::Departed(Departed {
            number: 1,
            delay: -3,
        }),
        FlightEvent::Cancelled { number: 2 },
    ] {
        let (bytes, _) = serialize(&serializer, &event).unwrap();
        deserializer.fetch(input(&bytes)).await.unwrap();
        assert_eq!(
            deserializer.decode::<FlightEvent>(input(&bytes)).unwrap(),
            event
        );
    }
    if strategy == SubjectNameStrategy::TopicName {
        return;
    }

    prepare::<LaterFlightEvent>(&serializer).await.unwrap();
    let cancelled = LaterFlightEvent::Cancelled {
        number: 2,
        reason: "fog".to_owned(),
    };
    let (bytes, _) = serialize(&serializer, &cancelled).unwrap();
    deserializer.fetch(input(&bytes)).await.unwrap();
    assert_eq!(
        deserializer.decode::<FlightEvent>(input(&bytes)).unwrap(),
        FlightEvent::Cancelled { number: 2 }
    );
    let diverted = LaterFlightEvent::Diverted {
        to: "BOS".to_owned(),
    };
    let (bytes, _) = serialize(&serializer, &diverted).unwrap();
    deserializer.fetch(input(&bytes)).await.unwrap();
    let FlightEvent::Other(unknown) = deserializer.decode(input(&bytes)).unwrap() else {
        panic!("a diverted flight is none that is known");
    };
    assert_eq!(unknown.name().unwrap().as_str(), "it.Diverted");
    assert_eq!(unknown.datum(), [6, b'B', b'O', b'S']);
    for subject in subjects {
        let versions = registry.versions(subject).await.unwrap();
        assert!(!versions.is_empty(), "{subject}");
    }
}

#[tokio::test]
async fn several_events_on_a_topic_are_a_union_in_its_subject() {
    several_events(SubjectNameStrategy::TopicName, &[]).await;
}

#[tokio::test]
async fn several_events_on_a_topic_have_subjects_of_their_own_names() {
    let subjects = ["it.Cancelled", "it.Departed", "it.Diverted"];
    several_events(SubjectNameStrategy::RecordName, &subjects).await;
    let subjects = [
        "flights-it.Cancelled",
        "flights-it.Departed",
        "flights-it.Diverted",
    ];
    several_events(SubjectNameStrategy::TopicRecordName, &subjects).await;
}
