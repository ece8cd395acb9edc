//! That settings do what their table says.

mod samples;

use std::collections::BTreeMap;

use super::key::{Key, Treatment};
use super::{Settings, SettingsError};
use samples::{HEADER, SAID_IN_VAIN, SAMPLES};

const TABLE: &str = include_str!("../guide/settings.md");

/// The rows of the guide's tables of settings: the name, and what is done here.
fn documented() -> BTreeMap<&'static str, &'static str> {
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.filter_map(|row| row.split_once("` | "));
    rows.filter_map(|(name, rest)| {
        let cells: Vec<_> = rest.split(" | ").collect();
        // Java's default, Python's, what is done here, and the default here.
        let &[_, _, here, _] = &*cells else {
            return None;
        };
        Some((name.trim_end_matches('*'), here))
    })
    .collect()
}

#[test]
fn the_guide_has_every_setting_and_says_what_is_done_about_it() {
    let mut documented = documented();
    for key in Key::all() {
        let here = documented.remove(key.name);
        let here = here.unwrap_or_else(|| panic!("{} is not documented", key.name));
        match key.treatment {
            Treatment::Refused(instead) => assert_eq!(here, format!("refused: {instead}")),
            Treatment::Understood => assert!(!here.starts_with("refused"), "{}", key.name),
        }
    }
    assert!(documented.is_empty(), "documented only: {documented:?}");
}

#[test]
fn what_is_refused_says_what_to_do_instead() {
    for key in Key::all() {
        let Treatment::Refused(instead) = key.treatment else {
            continue;
        };
        let name = if key.is_prefix() {
            format!("{}x", key.name)
        } else {
            key.name.to_owned()
        };
        let error = Settings::from_map([(&name, "secret")]).unwrap_err();
        let problems: Vec<_> = error.problems().collect();
        assert_eq!(problems, [(&*name, instead)]);
    }
}

/// What the settings become, with the one or without it.
fn made_of(extra: Option<(&str, &str)>, others: &[(&str, &str)]) -> Result<String, SettingsError> {
    let mut all = BTreeMap::from([("url", "http://registry")]);
    all.extend(others.iter().copied());
    all.extend(extra);
    Settings::from_map(&all).map(|settings| format!("{settings:?}"))
}

#[test]
fn what_is_understood_makes_a_difference_or_is_so_anyway() {
    // Secrets make no difference that could be seen.
    let hidden = [
        "bearer.auth.client.secret",
        "bearer.auth.issuer.endpoint.url",
        "url",
    ];
    for &(name, value, others) in SAMPLES {
        let with = made_of(Some((name, value)), others).unwrap();
        if !hidden.contains(&name) {
            assert_ne!(Ok(with), made_of(None, others), "{name}");
        }
    }
    for &(name, value, others) in SAID_IN_VAIN {
        let with = made_of(Some((name, value)), others).unwrap();
        assert_eq!(Ok(with), made_of(None, others), "{name}");
    }
    let samples = SAMPLES.iter().chain(SAID_IN_VAIN);
    let tried: Vec<_> = samples
        .flat_map(|(name, _, others)| others.iter().map(|(name, _)| name).chain([name]))
        .map(|name| Key::find(name).unwrap().name)
        .collect();
    for key in Key::all() {
        if key.treatment == Treatment::Understood {
            assert!(tried.contains(&key.name), "{} is not tried", key.name);
        }
    }
}

fn problems<const N: usize>(settings: [(&str, &str); N]) -> String {
    Settings::from_map(settings).unwrap_err().to_string()
}

#[test]
fn all_problems_are_told_at_once_and_in_order() {
    assert_eq!(
        problems([
            ("use.apache.http.client", "true"),
            ("max.retries", "many"),
            ("auto.register.schema", "true"),
        ]),
        "setting `auto.register.schema`: it is unknown; is `auto.register.schemas` meant?; \
         setting `max.retries`: it must be a whole number, and in range; \
         setting `use.apache.http.client`: leave it out: there is one HTTP client"
    );
}

#[test]
fn values_that_are_none_of_a_setting_are_refused_and_not_shown() {
    for (name, value, reason) in [
        (
            "auto.register.schemas",
            "secret",
            "it must be `true` or `false`",
        ),
        ("schema.registry.max.retries", "-1", "a whole number"),
        ("timeout", "secret", "a number of seconds"),
        ("timeout", "0", "more than zero"),
        ("timeout", "1e300", "a number of seconds"),
        ("http.connect.timeout.ms", "1.5", "a whole number"),
        ("basic.auth.user.info", "secret", "`user:password`"),
        (
            "ssl.ca.location",
            "False",
            "certificates are always checked",
        ),
        (
            "ssl.endpoint.identification.algorithm",
            "",
            "it must be `https`",
        ),
        ("url", "mock://secret", "EmbeddedRegistry"),
        ("use.schema.id", "2147483648", "no id"),
        ("use.latest.with.metadata", "secret", "`key=value`"),
        (
            "value.subject.name.strategy",
            "com.example.Secret",
            "`TopicNameStrategy` or",
        ),
    ] {
        let error = problems([(name, value)]);
        assert!(error.contains(name) && error.contains(reason), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    for (settings, at_fault) in [
        (
            [("url", "http://a"), ("schema.registry.url", "http://b")],
            "schema.registry.url",
        ),
        ([("timeout", "1"), ("http.read.timeout.ms", "1")], "timeout"),
        ([("proxy", "http://p"), ("proxy.host", "p")], "proxy.host"),
        (
            [
                ("basic.auth.credentials.source", "URL"),
                ("basic.auth.user.info", "a:b"),
            ],
            "basic.auth.user.info",
        ),
        (
            [
                ("basic.auth.credentials.source", "URL"),
                ("bearer.auth.credentials.source", "STATIC_TOKEN"),
            ],
            "bearer.auth.credentials.source",
        ),
        (
            [
                ("key.schema.id.serializer", "PrefixSchemaIdSerializer"),
                ("value.schema.id.serializer", HEADER),
            ],
            "key.schema.id.serializer",
        ),
        (
            [
                ("id.compatibility.strict", "false"),
                ("use.latest.version", "true"),
            ],
            "id.compatibility.strict",
        ),
        (
            [
                ("subject.name.strategy.fallback.type", "NONE"),
                ("value.subject.name.strategy", "TopicNameStrategy"),
            ],
            "subject.name.strategy.fallback.type",
        ),
        (
            [("cache.latest.ttl.sec", "1"), ("latest.cache.ttl.sec", "1")],
            "cache.latest.ttl.sec",
        ),
        (
            [("sasl.username", "a"), ("url", "http://a")],
            "sasl.username",
        ),
        (
            [("ssl.truststore.location", "/a.jks"), ("url", "http://a")],
            "ssl.truststore.type",
        ),
    ] {
        let error = Settings::from_map(settings).unwrap_err();
        assert!(
            error.problems().any(|(name, _)| name == at_fault),
            "{error}"
        );
    }
    // The same twice is no contradiction.
    Settings::from_map([("url", "http://a"), ("schema.registry.url", "http://a")]).unwrap();
}

#[test]
fn which_schema_is_written_follows_where_java_and_python_agree() {
    const ID: (&str, &str) = ("use.schema.id", "7");
    const METADATA: (&str, &str) = ("use.latest.with.metadata", "a=b");
    const LATEST: (&str, &str) = ("use.latest.version", "true");
    for (settings, selection) in [
        (&[][..], "LookUp"),
        (&[("auto.register.schemas", "false")], "LookUp"),
        (&[("auto.register.schemas", "true")], "Register"),
        (&[("use.latest.version", "false")], "LookUp"),
        (&[("use.schema.id", "-1")], "LookUp"),
        (&[LATEST], "UseLatest"),
        (&[LATEST, METADATA], "UseLatestWithMetadata"),
        (&[LATEST, METADATA, ID], "UseId"),
        (&[("auto.register.schemas", "false"), ID], "UseId"),
    ] {
        let settings = Settings::from_map(settings.iter().copied()).unwrap();
        let shown = format!("{:?}", settings.serializer());
        assert!(
            shown.contains(&format!("selection: {selection}")),
            "{shown}"
        );
        assert_eq!(
            shown.contains("WithMetadata"),
            selection.ends_with("WithMetadata")
        );
    }
    for other in [ID, METADATA, LATEST] {
        let error = problems([("auto.register.schemas", "true"), other]);
        assert!(
            error.starts_with("setting `auto.register.schemas`: it contradicts"),
            "{error}"
        );
    }
}

#[test]
fn what_a_source_asks_for_must_be_there() {
    let error = problems([("bearer.auth.credentials.source", "OAUTHBEARER")]);
    for name in ["issuer.endpoint.url", "client.id", "client.secret"] {
        assert!(
            error.contains(&format!("setting `bearer.auth.{name}`: it is missing")),
            "{error}"
        );
    }
}

#[test]
fn a_client_needs_a_url_and_a_serializer_does_not() {
    let settings = Settings::from_map([("normalize.schemas", "true")]).unwrap();
    let error = settings.client().unwrap_err().to_string();
    assert_eq!(error, "setting `schema.registry.url`: it is missing");
}

#[test]
fn no_secret_is_shown() {
    let settings = Settings::from_map([
        ("url", "https://user:secret@registry"),
        ("bearer.auth.token", "secret"),
        ("request.header.X-Token", "secret"),
        ("ssl.keystore.type", "PEM"),
        ("ssl.keystore.certificate.chain", "chain"),
        ("ssl.keystore.key", "secret"),
        ("proxy", "http://user:secret@proxy"),
    ]);
    assert!(!format!("{:?}", settings.unwrap()).contains("secret"));
}

mod environment {
    use std::ffi::OsString;

    use super::super::environment::read;
    use super::*;

    fn from_env<const N: usize>(variables: [(&str, &str); N]) -> Result<Settings, String> {
        let variables = BTreeMap::from(variables);
        let values = read(|name| variables.get(name).map(OsString::from));
        Settings::from_values(values).map_err(|error| error.to_string())
    }

    #[test]
    fn variables_are_settings_in_capitals() {
        let settings = from_env([
            ("SCHEMA_REGISTRY_URL", "http://registry:8081"),
            ("SCHEMA_REGISTRY_AUTO_REGISTER_SCHEMAS", "true"),
            ("SCHEMA_REGISTRY_NORMALIZE_SCHEMAS", ""),
        ]);
        let same = [
            ("schema.registry.url", "http://registry:8081"),
            ("auto.register.schemas", "true"),
        ];
        let same = Settings::from_map(same).unwrap();
        assert_eq!(format!("{:?}", settings.unwrap()), format!("{same:?}"));
    }

    #[test]
    fn variables_of_others_are_left_alone() {
        from_env([
            ("SCHEMA_REGISTRY_SERVICE_HOST", "10.0.0.1"),
            ("SCHEMA_REGISTRY_PORT", "tcp://10.0.0.1:8081"),
            ("SCHEMA_REGISTRY_BOOTSTRAP_SERVERS", "kafka:9092"),
        ])
        .unwrap();
    }

    #[test]
    fn a_variable_at_fault_is_named() {
        for name in ["MAX_RETRIES", "URL_RANDOMIZE", "TIMEOUT"] {
            let name = format!("SCHEMA_REGISTRY_{name}");
            let error = from_env([(&name, "0x")]).unwrap_err();
            assert!(error.starts_with(&format!("setting `{name}`: ")), "{error}");
        }
    }
}
