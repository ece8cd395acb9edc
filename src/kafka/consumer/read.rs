//! From a record's bytes to its key and value.

use std::sync::Arc;

use tokio::time::Instant;

use super::DeserializingConsumer;
use super::error::ConsumeError;
use super::lane::Lane;
use super::message::{Message, RawRecord, Received, UndecodableRecord};
use crate::disposition::Disposition;
use crate::framing::SchemaIdentity;
use crate::kafka::native::MessageRef;
use crate::registry;
use crate::retry::{Backoff, RetryPolicy};
use crate::serdes::{AvroDeserializer, DeserializeError, Deserializer as _, Input, Payload};
use crate::subject::{MessageField, SerializationContext};

/// How often a deserializer may ask to be prepared for one record: for the key, for the value, and
/// a few more should what was fetched be gone again.
const MOST_PREPARATIONS: usize = 8;

/// The tries to get the schemas of the record at the head. They outlive a call that is cancelled.
pub(super) struct Patience {
    /// Whose: the head may be revoked, or another sought, while it waits.
    lane: Arc<Lane>,
    offset: i64,
    backoff: Backoff,
    next_try: Option<Instant>,
    preparations: usize,
}

impl Patience {
    fn new(policy: RetryPolicy, lane: Arc<Lane>, offset: i64) -> Self {
        Self {
            lane,
            offset,
            backoff: policy.backoff(),
            next_try: None,
            preparations: 0,
        }
    }
}

/// One half of a record that cannot be read, or not yet.
struct Unread {
    field: MessageField,
    error: DeserializeError,
}

impl<K: Payload, V: Payload> DeserializingConsumer<K, V> {
    /// Reads the record at the head. Nothing if there is none, or if it may be readable now.
    pub(super) async fn read_head(
        &mut self,
    ) -> Result<Option<Received<K::Owned, V::Owned>>, ConsumeError> {
        let Some((lane, message)) = self.inbox.head() else {
            return Ok(None);
        };
        let Unread { field, error } = match read::<K, V>(&self.avro, lane, &message) {
            Ok(record) => return Ok(Some(Received::Record(record))),
            Err(unread) => unread,
        };
        let error = match error {
            DeserializeError::NotPrepared => match self.prepare_head(field).await {
                Ok(()) => return Ok(None),
                Err(error) => error,
            },
            error => error,
        };
        match error {
            DeserializeError::Registry(error) if error.disposition() != Disposition::Skip => {
                self.endure(error).map(|()| None)
            }
            error => Ok(self.inbox.head().map(|(lane, message)| {
                let raw = RawRecord::copy(&lane.topic, &message, &self.avro);
                Received::Undecodable(UndecodableRecord::new(raw, field, error))
            })),
        }
    }

    /// Has fetched what the deserializer of one half of the head needs, after a while if that has
    /// failed just before.
    async fn prepare_head(&mut self, field: MessageField) -> Result<(), DeserializeError> {
        let Some(patience) = self.patience() else {
            return Ok(());
        };
        if let Some(next_try) = patience.next_try {
            tokio::time::sleep_until(next_try).await;
        }
        if patience.preparations == MOST_PREPARATIONS {
            return Err(DeserializeError::NotPrepared);
        }
        let Some((lane, message)) = self.inbox.head() else {
            return Ok(());
        };
        match field {
            MessageField::Key => prepare::<K>(&self.avro, lane, field, &message).await?,
            MessageField::Value => prepare::<V>(&self.avro, lane, field, &message).await?,
        }
        // Not before: a call that was cancelled has prepared nothing.
        if let Some(patience) = &mut self.patience {
            patience.preparations += 1;
        }
        Ok(())
    }

    /// The tries for the record at the head, begun anew if it is not the one of the last time.
    fn patience(&mut self) -> Option<&mut Patience> {
        let (lane, message) = self.inbox.head()?;
        let offset = message.offset();
        let goes_on = self
            .patience
            .take()
            .filter(|patience| patience.offset == offset && Arc::ptr_eq(&patience.lane, lane));
        let policy = self.schema_retries;
        let patience = goes_on.unwrap_or_else(|| Patience::new(policy, Arc::clone(lane), offset));
        Some(self.patience.insert(patience))
    }

    /// Decides whether to try again to get a schema, or to fail.
    fn endure(&mut self, error: registry::Error) -> Result<(), ConsumeError> {
        let Some(patience) = self.patience() else {
            return Ok(());
        };
        if error.disposition() == Disposition::Retry {
            let asked = error.retry_after();
            if let Some(delay) = patience.backoff.next_delay(fastrand::f64(), asked) {
                log::warn!("a record waits for its schema: {error}");
                patience.next_try = Some(Instant::now() + delay);
                return Ok(());
            }
        }
        self.patience = None;
        let place = self
            .inbox
            .head()
            .map(|(lane, message)| (Arc::clone(lane), message.offset()));
        Err(ConsumeError::schema(place, error))
    }
}

/// Reads a record, if everything is at hand that it takes.
fn read<K: Payload, V: Payload>(
    avro: &AvroDeserializer,
    lane: &Arc<Lane>,
    message: &MessageRef<'_>,
) -> Result<Message<K::Owned, V::Owned>, Unread> {
    let (key, key_schema) = read_field::<K>(avro, lane, MessageField::Key, message)?;
    let (value, value_schema) = read_field::<V>(avro, lane, MessageField::Value, message)?;
    Ok(Message {
        key,
        value,
        headers: message.headers(),
        topic: Arc::clone(&lane.topic),
        partition: lane.partition,
        offset: message.offset(),
        timestamp: message.timestamp(),
        key_schema,
        value_schema,
    })
}

/// One half of a record, and the schema that wrote it.
type Half<T> = (Option<T>, Option<SchemaIdentity>);

fn read_field<T: Payload>(
    avro: &AvroDeserializer,
    lane: &Lane,
    field: MessageField,
    message: &MessageRef<'_>,
) -> Result<Half<T::Owned>, Unread> {
    let Some(input) = input(field, message) else {
        return Ok((None, None));
    };
    let context = SerializationContext::new(&lane.topic, field);
    let deserializer = T::deserializer(avro);
    match deserializer.deserialize(&context, input) {
        Ok(value) => Ok((Some(value), deserializer.schema_identity(input))),
        Err(error) => Err(Unread { field, error }),
    }
}

async fn prepare<T: Payload>(
    avro: &AvroDeserializer,
    lane: &Lane,
    field: MessageField,
    message: &MessageRef<'_>,
) -> Result<(), registry::Error> {
    let Some(input) = input(field, message) else {
        return Ok(());
    };
    let context = SerializationContext::new(&lane.topic, field);
    T::deserializer(avro).prepare(&context, input).await
}

/// One half of a record, unless it is absent.
fn input<'a>(field: MessageField, message: &MessageRef<'a>) -> Option<Input<'a>> {
    let bytes = match field {
        MessageField::Key => message.key(),
        MessageField::Value => message.value(),
    }?;
    Some(Input {
        bytes,
        schema_id_header: message.header(field.schema_id_header()),
    })
}
