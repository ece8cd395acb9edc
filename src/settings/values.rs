//! The values that were given to settings, taken one after the other.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use super::error::{Problem, SettingsError};
use super::key::{Key, Treatment};

/// The setting that says against what a server's certificate is held.
pub(super) const ENDPOINT_IDENTIFICATION: &str = "ssl.endpoint.identification.algorithm";

/// What was given, as far as it was not taken yet, and what is wrong with it.
#[derive(Default)]
pub(super) struct Values {
    values: BTreeMap<&'static str, Value>,
    /// The names that settings were given by, where those are not their own.
    names: BTreeMap<&'static str, String>,
    /// Those that a prefix stands for, under the rest of their names.
    prefixed: BTreeMap<&'static str, Vec<(String, Value)>>,
    problems: Vec<Problem>,
}

/// A value, and the name that it was given under.
pub(super) struct Value {
    pub(super) name: String,
    pub(super) text: String,
}

impl Values {
    /// Takes in a setting. One without a value is as good as none, but for the one by which Java
    /// trusts any host.
    pub(super) fn add(&mut self, name: &str, text: &str) {
        let Some(key) = Key::find(name) else {
            return self.refuse(name, unknown(name));
        };
        if text.is_empty() && key.name != ENDPOINT_IDENTIFICATION {
            return;
        }
        if let Treatment::Refused(instead) = key.treatment {
            return self.refuse(name, instead);
        }
        if key.is_prefix() {
            let rest = name.split_once(key.name).map_or(name, |(_, rest)| rest);
            let values = self.prefixed.entry(key.name).or_default();
            let (name, text) = (name.to_owned(), text.to_owned());
            values.push((rest.to_owned(), Value { name, text }));
        } else {
            self.put(key, name.to_owned(), text);
        }
    }

    /// Takes in the value of a setting that is understood, which may have another name.
    pub(super) fn put(&mut self, key: &'static Key, name: String, text: &str) {
        let value = Value {
            name: name.clone(),
            text: text.to_owned(),
        };
        if let Some(other) = self.values.insert(key.name, value)
            && other.text != text
        {
            let reason = format!("it has another value too, as `{}`", other.name);
            self.refuse(&name, reason);
        }
        self.names.insert(key.name, name);
    }

    /// Notes what is wrong with a setting, under the name that it was given by.
    pub(super) fn refuse(&mut self, name: &str, reason: impl Into<String>) {
        self.problems.push(Problem {
            name: self.names.get(name).map_or(name, String::as_str).to_owned(),
            reason: reason.into(),
        });
    }

    pub(super) fn has(&self, key: &'static str) -> bool {
        self.values.contains_key(key)
    }

    pub(super) fn take(&mut self, key: &'static str) -> Option<Value> {
        self.values.remove(key)
    }

    pub(super) fn take_text(&mut self, key: &'static str) -> Option<String> {
        self.take(key).map(|value| value.text)
    }

    /// The values of all settings that begin with `prefix`, under the rest of their names.
    pub(super) fn take_prefixed(&mut self, prefix: &'static str) -> Vec<(String, Value)> {
        self.prefixed.remove(prefix).unwrap_or_default()
    }

    pub(super) fn take_flag(&mut self, key: &'static str) -> Option<bool> {
        self.take_choice(key, &[("true", true), ("false", false)])
    }

    /// One of these words, in capitals or not.
    pub(super) fn take_choice<T: Clone>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let value = self.take(key)?;
        let said = value.text.trim();
        self.choose(&value.name, words, |word| word.eq_ignore_ascii_case(said))
    }

    /// One of these classes or functions, with its package or module or without it.
    pub(super) fn take_class<T: Clone>(
        &mut self,
        key: &'static str,
        classes: &[(&str, T)],
    ) -> Option<T> {
        let value = self.take(key)?;
        let said = value.text.trim();
        let said = said.rsplit_once('.').map_or(said, |(_, class)| class);
        self.choose(&value.name, classes, |class| class == said)
    }

    fn choose<T: Clone>(
        &mut self,
        name: &str,
        words: &[(&str, T)],
        is_said: impl Fn(&str) -> bool,
    ) -> Option<T> {
        let choice = words.iter().find(|(word, _)| is_said(word));
        if choice.is_none() {
            let words: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.refuse(name, format!("it must be {}", words.join(" or ")));
        }
        choice.map(|(_, choice)| choice.clone())
    }

    pub(super) fn take_number<N: FromStr>(&mut self, key: &'static str) -> Option<N> {
        let value = self.take(key)?;
        let number = value.text.trim().parse().ok();
        if number.is_none() {
            self.refuse(&value.name, "it must be a whole number, and in range");
        }
        number
    }

    pub(super) fn take_millis(&mut self, key: &'static str) -> Option<Duration> {
        self.take_number(key).map(Duration::from_millis)
    }

    /// A number of seconds, where one below zero is for ever.
    pub(super) fn take_time_to_live(&mut self, key: &'static str) -> Option<Duration> {
        match self.values.get(key) {
            Some(value) if value.text.trim().parse::<i64>().is_ok_and(i64::is_negative) => {
                self.take(key).map(|_| Duration::MAX)
            }
            _ => self.take_seconds(key),
        }
    }

    /// A number of seconds, which may have a fraction.
    pub(super) fn take_seconds(&mut self, key: &'static str) -> Option<Duration> {
        let value = self.take(key)?;
        let seconds: Option<f64> = value.text.trim().parse().ok();
        let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        if duration.is_none() {
            self.refuse(&value.name, "it must be a number of seconds, zero or more");
        }
        duration
    }

    /// Refuses what has no effect beside what was given, and says all that was wrong.
    pub(super) fn finish(mut self) -> Result<(), SettingsError> {
        let prefixed = self.prefixed.into_values().flatten();
        let left = self
            .values
            .into_values()
            .chain(prefixed.map(|(_, value)| value));
        self.problems.extend(left.map(|value| Problem {
            name: value.name,
            reason: "it has no effect beside, or without, what else is set".to_owned(),
        }));
        if self.problems.is_empty() {
            return Ok(());
        }
        // What they were given in may have had no order.
        self.problems.sort_by(|a, b| a.name.cmp(&b.name));
        Err(SettingsError::new(self.problems))
    }
}

fn unknown(name: &str) -> String {
    match Key::nearest(name) {
        Some(nearest) => format!("it is unknown; is `{nearest}` meant?"),
        None => "it is no setting of the registry's clients or of Avro serializers".to_owned(),
    }
}
