//! Texts, and what Java makes of them.

use super::*;

/// Texts and what Confluent's `AvroSchema.normalize`, on Avro 1.12.1, makes of them.
const NORMALIZED: [(&str, &str); 20] = [
    (
        r##"{"fields":[{"type":{"type":"string","avro.java.string":"String"},"name":"s","doc":""},{"default":"\u00ff","type":{"size":1,"name":"Fx","type":"fixed"},"name":"f"},{"name":"d","type":{"scale":2,"type":"bytes","logicalType":"decimal","precision":9}},{"aliases":["z","y"],"name":"e","type":{"symbols":["A","B"],"default":"A","name":"other.En","type":"enum"},"order":"ignore"}],"doc":"Top","zeta":1,"alpha":{"b":1,"a":2},"aliases":["Old","older.Old"],"name":"canon.Messy","type":"record"}"##,
        r##"{"type":"record","name":"Messy","namespace":"canon","doc":"Top","fields":[{"name":"s","type":{"type":"string","avro.java.string":"String"},"doc":""},{"name":"f","type":{"type":"fixed","name":"Fx","size":1},"default":"ÿ"},{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},{"name":"e","type":{"type":"enum","name":"En","namespace":"other","symbols":["A","B"],"default":"A"},"order":"ignore","aliases":["y","z"]}],"alpha":{"a":2,"b":1},"zeta":1,"aliases":["Old","older.Old"]}"##,
    ),
    (
        r##"{"type":"record","name":"D","doc":"","fields":[{"name":"a","type":"double","default":1},{"name":"b","type":"float","default":1},{"name":"c","type":"float","default":0.1},{"name":"d","type":"float","default":0.123456789012},{"name":"e","type":["null","string"],"default":null},{"name":"f","type":{"type":"map","values":"double"},"default":{"b":1,"a":2.5}},{"name":"g","type":"long","default":5},{"name":"h","type":{"type":"array","items":"float"},"default":[1,2]},{"name":"i","type":["double","null"],"default":7}]}"##,
        r##"{"type":"record","name":"D","fields":[{"name":"a","type":"double","default":1.0},{"name":"b","type":"float","default":1.0},{"name":"c","type":"float","default":0.1},{"name":"d","type":"float","default":0.12345679},{"name":"e","type":["null","string"],"default":null},{"name":"f","type":{"type":"map","values":"double"},"default":{"a":2.5,"b":1.0}},{"name":"g","type":"long","default":5},{"name":"h","type":{"type":"array","items":"float"},"default":[1.0,2.0]},{"name":"i","type":["double","null"],"default":7.0}]}"##,
    ),
    (
        r##"{"type":"record","name":"R","fields":[{"name":"in","type":{"type":"record","name":"I","fields":[{"name":"y","type":"double"},{"name":"x","type":"int","default":3}]},"default":{"y":1,"x":2}}]}"##,
        r##"{"type":"record","name":"R","fields":[{"name":"in","type":{"type":"record","name":"I","fields":[{"name":"y","type":"double"},{"name":"x","type":"int","default":3}]},"default":{"x":2,"y":1.0}}]}"##,
    ),
    (
        r##"{"type":"bytes","precision":4,"connect.name":"x","scale":0,"logicalType":"decimal","b":1,"Z":2}"##,
        r##"{"type":"bytes","logicalType":"decimal","precision":4,"Z":2,"b":1,"connect.name":"x","scale":0}"##,
    ),
    (
        r##"{"type":"bytes","precision":4,"zz":1,"scale":2,"logicalType":"decimal","aa":1}"##,
        r##"{"type":"bytes","logicalType":"decimal","precision":4,"scale":2,"aa":1,"zz":1}"##,
    ),
    (
        r##"{"type":"bytes","scale":2,"zz":1,"logicalType":"decimal","aa":1}"##,
        r##"{"type":"bytes","aa":1,"logicalType":"decimal","scale":2,"zz":1}"##,
    ),
    (
        r##"{"type":"string","zz":1,"logicalType":"custom","aa":1}"##,
        r##"{"type":"string","aa":1,"logicalType":"custom","zz":1}"##,
    ),
    (
        r##"{"type":"long","zz":1,"logicalType":"timestamp-millis","adjust":true}"##,
        r##"{"type":"long","logicalType":"timestamp-millis","adjust":true,"zz":1}"##,
    ),
    (
        r##"{"type":"int","zz":1,"logicalType":"timestamp-millis","adjust":true}"##,
        r##"{"type":"int","adjust":true,"logicalType":"timestamp-millis","zz":1}"##,
    ),
    (
        r##"{"type":"array","items":{"type":"int","logicalType":"date"},"zz":{"c":[{"y":1,"x":2}],"b":null},"java-class":"x"}"##,
        r##"{"type":"array","items":{"type":"int","logicalType":"date"},"java-class":"x","zz":{"b":null,"c":[{"x":2,"y":1}]}}"##,
    ),
    (
        r##"{"type":"fixed","name":"n.F","size":12,"logicalType":"duration","aliases":["b","a.c","A"],"x":1,"doc":"d"}"##,
        r##"{"type":"fixed","name":"F","namespace":"n","doc":"d","size":12,"logicalType":"duration","x":1,"aliases":["a.c","A","b"]}"##,
    ),
    (
        r##"{"type":"enum","name":"E","symbols":["B","A"],"doc":"","default":"A","aliases":["Z","Y"],"p":1.0,"o":1e10}"##,
        r##"{"type":"enum","name":"E","symbols":["B","A"],"default":"A","o":1.0E10,"p":1.0,"aliases":["Y","Z"]}"##,
    ),
    (
        r##"{"type":"record","name":"n.A","fields":[{"name":"b","type":{"type":"record","name":"m.B","fields":[{"name":"a","type":["null","n.A"],"q":1,"p":2,"default":null,"order":"descending"}]}},{"name":"c","type":"m.B"}]}"##,
        r##"{"type":"record","name":"A","namespace":"n","fields":[{"name":"b","type":{"type":"record","name":"B","namespace":"m","fields":[{"name":"a","type":["null","n.A"],"default":null,"order":"descending","p":2,"q":1}]}},{"name":"c","type":"m.B"}]}"##,
    ),
    (
        r##"["null",{"type":"string","b":1,"a":2}]"##,
        r##"["null",{"type":"string","a":2,"b":1}]"##,
    ),
    (
        r##"{"type":"record","name":"F","fields":[{"name":"x","type":"double","default":1e20},{"name":"y","type":"float","default":1e20},{"name":"z","type":"float","default":16777217},{"name":"w","type":"double","default":12345678901}]}"##,
        r##"{"type":"record","name":"F","fields":[{"name":"x","type":"double","default":1.0E20},{"name":"y","type":"float","default":1.0E20},{"name":"z","type":"float","default":1.6777216E7},{"name":"w","type":"double","default":1.2345678901E10}]}"##,
    ),
    (
        r##"{"type":"record","name":"H","fields":[{"name":"x","type":"double","default":"NaN"},{"name":"y","type":"double","default":-0.0},{"name":"z","type":"bytes","default":"a\"\\\n\u0001é"}]}"##,
        r##"{"type":"record","name":"H","fields":[{"name":"x","type":"double","default":"NaN"},{"name":"y","type":"double","default":-0.0},{"name":"z","type":"bytes","default":"a\"\\\n\u0001é"}]}"##,
    ),
    (
        r##"{"type":"record","name":"K","fields":[{"name":"a","type":{"type":"fixed","name":"U","size":16,"logicalType":"uuid","a":1}},{"name":"b","type":{"type":"string","logicalType":"uuid","a":1}},{"name":"m","type":{"type":"map","values":"int","b":2,"a":1}},{"name":"bd","type":{"type":"bytes","logicalType":"big-decimal","a":1}}]}"##,
        r##"{"type":"record","name":"K","fields":[{"name":"a","type":{"type":"fixed","name":"U","size":16,"logicalType":"uuid","a":1}},{"name":"b","type":{"type":"string","logicalType":"uuid","a":1}},{"name":"m","type":{"type":"map","values":"int","a":1,"b":2}},{"name":"bd","type":{"type":"bytes","logicalType":"big-decimal","a":1}}]}"##,
    ),
    (
        r##"{"type":"bytes","precision":2,"a":1,"scale":5,"logicalType":"decimal"}"##,
        r##"{"type":"bytes","a":1,"logicalType":"decimal","precision":2,"scale":5}"##,
    ),
    (
        r##"{"type":"bytes","precision":-2,"a":1,"logicalType":"decimal"}"##,
        r##"{"type":"bytes","a":1,"logicalType":"decimal","precision":-2}"##,
    ),
    (
        r##"{"type":"record","name":"L","fields":[{"name":"f","type":{"type":"array","items":{"type":"record","name":"P","fields":[{"name":"q","type":"float"}]}},"default":[{"q":1}]},{"name":"u","type":["string","double"],"default":"x"}]}"##,
        r##"{"type":"record","name":"L","fields":[{"name":"f","type":{"type":"array","items":{"type":"record","name":"P","fields":[{"name":"q","type":"float"}]}},"default":[{"q":1.0}]},{"name":"u","type":["string","double"],"default":"x"}]}"##,
    ),
];

#[test]
fn schemas_are_normalized_as_confluent_does_it() {
    for (text, normalized) in NORMALIZED {
        let schema = Schema::parse(text).unwrap();
        assert_eq!(schema.normalized().to_string(), normalized, "{text}");
    }
}

#[test]
fn what_is_normal_stays_as_it_is() {
    for (_, normalized) in NORMALIZED {
        let schema = Schema::parse(normalized).unwrap();
        assert_eq!(schema.normalized().to_string(), normalized);
    }
}

#[test]
fn what_a_schema_refers_to_is_left_alone() {
    let money = r#"{"type":"fixed","name":"n.Money","size":8,"b":1,"a":2}"#;
    let text = r#"{"type":"record","name":"n.Line","fields":[{"name":"price","type":"Money"}],"b":1,"a":2}"#;
    let schema = Schema::parse_with_references(text, &[("n.Money", money)]).unwrap();
    let normalized = schema.normalized();
    assert_eq!(
        normalized.registered_text(),
        r#"{"type":"record","name":"Line","namespace":"n","fields":[{"name":"price","type":"Money"}],"a":2,"b":1}"#
    );
    assert!(normalized.to_string().contains(r#""size":8,"b":1,"a":2"#));
}

#[test]
fn a_default_that_is_not_of_the_first_branch_is_forgotten() {
    let text = r#"{"type":"record","name":"R","fields":[{"name":"a","type":["null","double"],"default":1}]}"#;
    assert_eq!(
        Schema::parse(text).unwrap().normalized().to_string(),
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":["null","double"]}]}"#
    );
}

#[test]
fn a_number_that_java_cannot_hold_stays_as_it_is() {
    let text =
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":1e999}]}"#;
    assert_eq!(Schema::parse(text).unwrap().normalized().to_string(), text);
}
