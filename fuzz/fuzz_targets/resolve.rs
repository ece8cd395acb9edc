//! Two schemas, and data of one of them.
#![no_main]

use avrolane::codec::json::AvroToJson;
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

    // Whatever is readable as it was written is readable by a plan in which nothing is missing.
    let limits = Limits::default().max_allocation(1 << 16);
    let straight = AvroToJson::new(&writer).limits(limits).transcode(datum);
    if let (Ok(plan), Ok(resolving)) = (&plan, AvroToJson::resolving(&writer, &reader)) {
        let resolved = resolving.limits(limits).transcode(datum);
        if straight.is_ok() && plan.partial().is_empty() {
            if let Err(error) = resolved {
                let error = error.to_string();
                let is_limit = ["UTF-8", "limit", "JSON"]
                    .iter()
                    .any(|word| error.contains(word));
                assert!(is_limit, "{writer} {reader} {error}");
            }
        }
    }
});
