use avrolane::AvroEvent;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, AvroEvent)]
#[serde(rename_all = "kebab-case")]
struct Flight {
    tail_number: String,
    #[serde(rename = "gate-number")]
    gate: i32,
    #[serde(default = "seven")]
    terminal: i32,
}

fn seven() -> i32 {
    7
}

#[derive(Default, Serialize, Deserialize, AvroEvent)]
struct Place {
    lat: f64,
}

#[derive(Serialize, Deserialize, AvroEvent)]
struct Leg {
    #[serde(default)]
    from: Place,
}

fn main() {}
