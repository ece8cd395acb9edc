//! The settings of serializers and deserializers.

use super::super::key::Key;

/// Those of `AbstractKafkaSchemaSerDeConfig.java`, `KafkaAvroSerializerConfig.java`,
/// `KafkaAvroDeserializerConfig.java` and `AssociatedNameStrategy.java`, and those of Python's
/// `avro.py` and `serde.py`.
pub(in crate::settings) const SERDES: &[Key] = &[
    Key::understood("auto.register.schemas"),
    Key::understood("normalize.schemas"),
    Key::understood("use.schema.id"),
    Key::refused(
        "use.schema.guid",
        "use `use.schema.id`, or `SchemaSelection` of the serializer's builder",
    ),
    Key::understood("use.latest.version"),
    Key::understood("use.latest.with.metadata"),
    Key::understood("id.compatibility.strict"),
    Key::understood("latest.compatibility.strict"),
    Key::refused(
        "propagate.schema.tags",
        "register the schema with `SchemaDefinition::propagate_tags`",
    ),
    Key::refused(
        "schema.format",
        "leave it out: schemas are read as they were registered, and references resolved here",
    ),
    Key::understood("key.subject.name.strategy"),
    Key::understood("value.subject.name.strategy"),
    Key::understood("subject.name.strategy"),
    Key::understood("subject.name.strategy.type"),
    Key::refused(
        "subject.name.strategy.conf",
        "give what it holds under its own names, `subject.name.strategy.fallback.type` for example",
    ),
    Key::understood("subject.name.strategy.kafka.cluster.id"),
    Key::understood("subject.name.strategy.fallback.type"),
    Key::refused("subject.name.strategy.cache.size", SUBJECT_CACHE),
    Key::refused("subject.name.strategy.cache.expiry.secs", SUBJECT_CACHE),
    Key::refused(
        "context.name.strategy",
        "use `SubjectNameStrategy::function`, for names such as `:.context:topic-value`",
    ),
    Key::refused(
        "reference.subject.name.strategy",
        "use `reference_subject_name_strategy` of the serializer's builder",
    ),
    Key::understood("key.schema.id.serializer"),
    Key::understood("value.schema.id.serializer"),
    Key::understood("schema.id.serializer"),
    Key::understood("key.schema.id.deserializer"),
    Key::understood("value.schema.id.deserializer"),
    Key::understood("schema.id.deserializer"),
    Key::understood("avro.fail.on.trailing.data"),
    Key::refused("avro.reflection.allow.null", "make the field an `Option`"),
    Key::refused("schema.reflection", DERIVED),
    Key::refused("avro.use.logical.type.converters", DERIVED),
    Key::refused(
        "avro.remove.java.properties",
        "leave it out: derived schemas have no properties of Java's",
    ),
    Key::refused("specific.avro.reader", READER),
    Key::refused("specific.avro.key.type", READER),
    Key::refused("specific.avro.value.type", READER),
    Key::refused("validate.strict", COMPLETE),
    Key::refused("validate.strict.allow.default", COMPLETE),
    Key::refused("validation.rules.execution", RULES),
    Key::refused("validation.rules.fail.fast", RULES),
    Key::refused("validation.rules.executor.class", RULES),
    Key::refused("rule.executors", RULES),
    Key::refused("rule.executors.", RULES),
    Key::refused("rule.actions", RULES),
    Key::refused("rule.actions.", RULES),
    Key::refused("rule.service.loader.enable", RULES),
    Key::refused("rule.metrics.enable", RULES),
    Key::refused("execution.environment", RULES),
    Key::refused("dlq.topic", RULES),
    Key::refused("dlq.auto.flush", RULES),
    Key::refused("dlq.redact.rule.types", RULES),
    Key::refused("wrapped.key.serializer", WRAPPER),
    Key::refused("wrapped.key.deserializer", WRAPPER),
    Key::refused("composite.old.deserializer", WRAPPER),
    Key::refused("composite.confluent.deserializer", WRAPPER),
];

const SUBJECT_CACHE: &str = "leave it out: the subject of a topic is asked for once";

const DERIVED: &str = "leave it out: the derived type says how it is written and read";

const READER: &str = "leave it out: the types of the topic's key and value decide; `serdes::Generic` \
                      reads what is known only at run time";

const COMPLETE: &str = "leave it out: a value of a derived type has all fields of its schema";

const RULES: &str = "leave it out: rules are not run; a schema whose rules must run is refused, \
                     unless `ignore_rules` of the builder says otherwise";

const WRAPPER: &str = "implement `serdes::Serializer` or `serdes::Deserializer` around ours";
