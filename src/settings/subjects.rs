//! How subjects are named, from settings of Java and Python.

use super::values::Values;
use crate::serdes::AvroSerializerBuilder;
use crate::subject::{AssociatedName, SubjectNameFallback, SubjectNameStrategy};

/// A strategy by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Topic,
    Record,
    TopicRecord,
    Associated,
}

pub(super) fn set(
    values: &mut Values,
    mut builder: AvroSerializerBuilder,
) -> AvroSerializerBuilder {
    let both = pythons(values);
    let key = by_class(values, "key.subject.name.strategy").or(both);
    let value = by_class(values, "value.subject.name.strategy").or(both);
    let associated = match [key, value].contains(&Some(Named::Associated)) {
        true => associated(values),
        false => AssociatedName::new(),
    };
    let strategy = |named| match named {
        Named::Topic => SubjectNameStrategy::TopicName,
        Named::Record => SubjectNameStrategy::RecordName,
        Named::TopicRecord => SubjectNameStrategy::TopicRecordName,
        Named::Associated => SubjectNameStrategy::Associated(associated.clone()),
    };
    if let Some(key) = key {
        builder = builder.key_subject_name_strategy(strategy(key));
    }
    match value {
        Some(value) => builder.value_subject_name_strategy(strategy(value)),
        None => builder,
    }
}

/// One of Java's classes, or one of Python's functions.
fn by_class(values: &mut Values, key: &'static str) -> Option<Named> {
    values.take_class(
        key,
        &[
            ("TopicNameStrategy", Named::Topic),
            ("RecordNameStrategy", Named::Record),
            ("TopicRecordNameStrategy", Named::TopicRecord),
            ("AssociatedNameStrategy", Named::Associated),
            ("topic_subject_name_strategy", Named::Topic),
            ("record_subject_name_strategy", Named::Record),
            ("topic_record_subject_name_strategy", Named::TopicRecord),
        ],
    )
}

/// Python has one for keys and values, by its function or else by its type.
fn pythons(values: &mut Values) -> Option<Named> {
    let by_type = values.take_choice(
        "subject.name.strategy.type",
        &[
            ("TOPIC", Named::Topic),
            ("RECORD", Named::Record),
            ("TOPIC_RECORD", Named::TopicRecord),
            ("ASSOCIATED", Named::Associated),
        ],
    );
    by_class(values, "subject.name.strategy").or(by_type)
}

fn associated(values: &mut Values) -> AssociatedName {
    let mut associated = AssociatedName::new();
    if let Some(id) = values.take_text("subject.name.strategy.kafka.cluster.id") {
        associated = associated.kafka_cluster_id(id);
    }
    let fallback = values.take_choice(
        "subject.name.strategy.fallback.type",
        &[
            ("TOPIC", SubjectNameFallback::TopicName),
            ("RECORD", SubjectNameFallback::RecordName),
            ("TOPIC_RECORD", SubjectNameFallback::TopicRecordName),
            ("NONE", SubjectNameFallback::None),
        ],
    );
    match fallback {
        Some(fallback) => associated.fallback(fallback),
        None => associated,
    }
}
