//! From a record to librdkafka's queue.

use rdkafka::error::KafkaError;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::BaseRecord;
use rdkafka::types::RDKafkaErrorCode;

use super::delivery::{DeliveryFuture, report};
use super::error::ProduceError;
use super::{SerializingProducer, buffer};
use crate::kafka::record::Record;
use crate::serdes::{AvroSerializer, Output, Payload, SerializeError, Serializer as _};
use crate::subject::{MessageField, SerializationContext};

/// How often a serializer may ask to be prepared before a record is given up: for the key, for the
/// value, and a few more should what was fetched be gone again.
const MOST_PREPARATIONS: usize = 8;

/// Why a record was not queued.
enum Refusal {
    /// The serializer of this half has to fetch something first.
    NotPrepared(MessageField),
    QueueFull,
    Failed(ProduceError),
}

pub(super) async fn enqueue<K: Payload, V: Payload>(
    producer: &SerializingProducer,
    mut record: Record<'_, K, V>,
) -> Result<DeliveryFuture, ProduceError> {
    for _ in 0..=MOST_PREPARATIONS {
        let mut queued = attempt(producer, &mut record);
        if let Err(Refusal::QueueFull) = queued {
            let room = &producer.link.core.room;
            queued = room
                .wait_for(|| match attempt(producer, &mut record) {
                    Err(Refusal::QueueFull) => None,
                    other => Some(other),
                })
                .await;
        }
        let topic = record.topic.as_str();
        match queued {
            Ok(delivery) => return Ok(delivery),
            Err(Refusal::NotPrepared(field)) => match field {
                MessageField::Key => {
                    prepare_for::<K>(&producer.avro, topic, field, record.key).await?;
                }
                MessageField::Value => {
                    prepare_for::<V>(&producer.avro, topic, field, record.value).await?;
                }
            },
            Err(Refusal::Failed(error)) => return Err(error),
            Err(Refusal::QueueFull) => unreachable!("`wait_for` waits until there is room"),
        }
    }
    Err(ProduceError::never_prepared(record.topic.as_str()))
}

pub(super) fn try_enqueue<K: Payload, V: Payload>(
    producer: &SerializingProducer,
    mut record: Record<'_, K, V>,
) -> Result<DeliveryFuture, ProduceError> {
    let topic = record.topic.clone();
    attempt(producer, &mut record).map_err(|refusal| match refusal {
        Refusal::NotPrepared(field) => {
            ProduceError::serialize(topic.as_str(), field, SerializeError::NotPrepared)
        }
        Refusal::QueueFull => {
            let full = KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull);
            ProduceError::kafka(topic.as_str(), full)
        }
        Refusal::Failed(error) => error,
    })
}

/// Has a serializer fetch what it needs.
pub(super) async fn prepare<T: Payload>(
    avro: &AvroSerializer,
    topic: &str,
    field: MessageField,
) -> Result<(), ProduceError> {
    let context = SerializationContext::new(topic, field);
    let prepared = T::serializer(avro).prepare(&context).await;
    prepared.map_err(|error| ProduceError::registry(topic, field, error))
}

/// Has a serializer fetch what it needs for this value.
async fn prepare_for<T: Payload>(
    avro: &AvroSerializer,
    topic: &str,
    field: MessageField,
    value: Option<&T::Borrowed>,
) -> Result<(), ProduceError> {
    let Some(value) = value else { return Ok(()) };
    let context = SerializationContext::new(topic, field);
    let prepared = T::serializer(avro).prepare_for(&context, value).await;
    prepared.map_err(|error| ProduceError::registry(topic, field, error))
}

/// Serializes a record and hands it to librdkafka, which copies it. Leaves the record as it was
/// unless it was queued.
fn attempt<K: Payload, V: Payload>(
    producer: &SerializingProducer,
    record: &mut Record<'_, K, V>,
) -> Result<DeliveryFuture, Refusal> {
    buffer::with(|buffer| {
        let topic = record.topic.as_str();
        let avro = &producer.avro;
        let key_id = serialize::<K>(avro, topic, MessageField::Key, record.key, buffer)?;
        let key_length = buffer.len();
        let value_id = serialize::<V>(avro, topic, MessageField::Value, record.value, buffer)?;
        let (key, value) = buffer.split_at(key_length);
        let (reporter, delivery) = report();
        let outgoing = BaseRecord {
            topic,
            partition: record.partition,
            payload: record.value.map(|_| value),
            key: record.key.map(|_| key),
            timestamp: record.timestamp,
            headers: match (key_id, value_id) {
                (None, None) => record.headers.take(),
                _ => Some(with_schema_ids(record.headers.as_ref(), key_id, value_id)),
            },
            delivery_opaque: reporter,
        };
        let Err((error, refused)) = producer.link.core.client.send(outgoing) else {
            return Ok(delivery);
        };
        if record.headers.is_none() && (key_id, value_id) == (None, None) {
            record.headers = refused.headers;
        }
        Err(match error {
            KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull) => Refusal::QueueFull,
            error => Refusal::Failed(ProduceError::kafka(topic, error)),
        })
    })
}

/// The identity of a schema that travels as a header.
type SchemaIdHeader = [u8; 17];

/// The headers of a record and, behind them, the identities of its schemas.
fn with_schema_ids(
    headers: Option<&OwnedHeaders>,
    key_id: Option<SchemaIdHeader>,
    value_id: Option<SchemaIdHeader>,
) -> OwnedHeaders {
    let ids = [(MessageField::Key, key_id), (MessageField::Value, value_id)];
    ids.into_iter()
        .filter_map(|(field, id)| Some((field, id?)))
        .fold(
            headers.cloned().unwrap_or_default(),
            |headers, (field, id)| {
                headers.insert(Header {
                    key: field.schema_id_header(),
                    value: Some(&id),
                })
            },
        )
}

/// Appends one half of a record to the buffer.
fn serialize<T: Payload>(
    avro: &AvroSerializer,
    topic: &str,
    field: MessageField,
    value: Option<&T::Borrowed>,
    buffer: &mut Vec<u8>,
) -> Result<Option<SchemaIdHeader>, Refusal> {
    let Some(value) = value else { return Ok(None) };
    let context = SerializationContext::new(topic, field);
    let mut output = Output::new(buffer);
    match T::serializer(avro).serialize(&context, value, &mut output) {
        Ok(()) => Ok(output.schema_id_header().copied()),
        Err(SerializeError::NotPrepared) => Err(Refusal::NotPrepared(field)),
        Err(error) => Err(Refusal::Failed(ProduceError::serialize(
            topic, field, error,
        ))),
    }
}
