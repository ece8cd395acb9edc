//! Two schemas, and data of one of them.
#![no_main]

use avrolane::codec::json::{AvroToJson, JsonEncoding, JsonToAvro};
use avrolane::codec::{Limits, Plan};
use avrolane::compat;
use avrolane::resolution::resolve;
use avrolane::schema::Schema;
use avrolane_fuzz::SchemaPair;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (SchemaPair, &[u8])| {
    let (SchemaPair { writer, reader }, datum) = input;
    let (Ok(writer), Ok(reader)) = (Schema::parse(&writer), Schema::parse(&reader)) else {
        return;
    };
    let _ = compat::differences(&reader, &writer);
    let resolution = resolve(&writer, &reader);
    let plan = Plan::new(&writer, &reader);
    if let (Ok(plan), true) = (&plan, resolution.incompatibilities().is_empty()) {
        assert!(plan.partial().is_empty());
    }
    let same = Plan::new(&writer, &writer);
    assert!(same.is_ok_and(|plan| plan.is_identical()), "{writer}");

    let limits = Limits::default().max_allocation(1 << 16);
    let resolving =
        AvroToJson::resolving(&writer, &reader).map(|resolving| resolving.limits(limits));
    if let Ok(resolving) = &resolving {
        let _ = resolving.transcode(datum);
    }
    // Whatever is readable as it was written is readable by a plan in which nothing is missing. It is
    // written anew, as sizes of blocks that are wrong are found only by those who skip them.
    let as_written = AvroToJson::new(&writer)
        .encoding(JsonEncoding::Avro)
        .limits(limits);
    let to_avro = JsonToAvro::new(&writer)
        .encoding(JsonEncoding::Avro)
        .limits(limits);
    let anew = as_written.transcode(datum).ok();
    let anew = anew.and_then(|json| to_avro.transcode(&json).ok());
    if let (Ok(plan), Ok(resolving), Some(datum)) = (plan, resolving, anew)
        && plan.partial().is_empty()
        && let Err(error) = resolving.transcode(&datum)
    {
        let error = error.to_string();
        let is_known = ["UTF-8", "limit"].iter().any(|word| error.contains(word));
        assert!(is_known, "{writer} {reader} {error}");
    }
});
