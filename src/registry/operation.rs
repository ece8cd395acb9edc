//! The requests that the client makes: method, path, query, and what each is for in words.

use std::borrow::Cow;
use std::fmt;

use reqwest::Method;

use super::models::SchemaVersion;
use crate::framing::{SchemaId, SchemaIdentity};
use crate::schema::SchemaGuid;

/// One request to the registry, apart from its body.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operation<'a> {
    Register {
        subject: &'a str,
        normalize: bool,
    },
    LookUp {
        subject: &'a str,
        normalize: bool,
    },
    SchemaById {
        id: SchemaId,
        subject: Option<&'a str>,
    },
    SchemaByGuid {
        guid: SchemaGuid,
    },
    SchemaByVersion {
        subject: &'a str,
        version: SchemaVersion,
    },
    Versions {
        subject: &'a str,
    },
    SchemaTypes,
    Compatibility {
        subject: Option<&'a str>,
    },
    SetCompatibility {
        subject: Option<&'a str>,
    },
}

impl<'a> Operation<'a> {
    pub(super) fn method(&self) -> Method {
        match self {
            Self::Register { .. } | Self::LookUp { .. } => Method::POST,
            Self::SetCompatibility { .. } => Method::PUT,
            Self::SchemaById { .. }
            | Self::SchemaByGuid { .. }
            | Self::SchemaByVersion { .. }
            | Self::Versions { .. }
            | Self::SchemaTypes
            | Self::Compatibility { .. } => Method::GET,
        }
    }

    /// The segments of the path, not yet encoded.
    pub(super) fn path(&self) -> Vec<Cow<'a, str>> {
        match *self {
            Self::Register { subject, .. } | Self::Versions { subject } => {
                vec!["subjects".into(), subject.into(), "versions".into()]
            }
            Self::LookUp { subject, .. } => vec!["subjects".into(), subject.into()],
            Self::SchemaById { id, .. } => {
                vec!["schemas".into(), "ids".into(), id.to_string().into()]
            }
            Self::SchemaByGuid { guid } => {
                vec!["schemas".into(), "guids".into(), guid.to_string().into()]
            }
            Self::SchemaByVersion { subject, version } => vec![
                "subjects".into(),
                subject.into(),
                "versions".into(),
                version.to_string().into(),
            ],
            Self::SchemaTypes => vec!["schemas".into(), "types".into()],
            Self::Compatibility { subject } | Self::SetCompatibility { subject } => {
                std::iter::once("config")
                    .chain(subject)
                    .map(Cow::Borrowed)
                    .collect()
            }
        }
    }

    pub(super) fn query(&self) -> Option<(&'static str, &'a str)> {
        match *self {
            Self::Register {
                normalize: true, ..
            }
            | Self::LookUp {
                normalize: true, ..
            } => Some(("normalize", "true")),
            Self::SchemaById { subject, .. } => subject.map(|subject| ("subject", subject)),
            // A version that was deleted softly may still be referred to.
            Self::SchemaByVersion { .. } => Some(("deleted", "true")),
            _ => None,
        }
    }

    pub(super) fn subject(&self) -> Option<&'a str> {
        match *self {
            Self::Register { subject, .. }
            | Self::LookUp { subject, .. }
            | Self::SchemaByVersion { subject, .. }
            | Self::Versions { subject } => Some(subject),
            Self::SchemaById { subject, .. }
            | Self::Compatibility { subject }
            | Self::SetCompatibility { subject } => subject,
            Self::SchemaByGuid { .. } | Self::SchemaTypes => None,
        }
    }
}

/// Completes "cannot …".
impl fmt::Display for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Register { subject, .. } => write!(f, "register a schema for subject {subject}"),
            Self::LookUp { subject, .. } => write!(f, "look up a schema of subject {subject}"),
            Self::SchemaById { id, .. } => {
                write!(f, "get the schema with {}", SchemaIdentity::Id(*id))
            }
            Self::SchemaByGuid { guid } => {
                write!(f, "get the schema with {}", SchemaIdentity::Guid(*guid))
            }
            Self::SchemaByVersion { subject, version } => {
                write!(f, "get version {version} of subject {subject}")
            }
            Self::Versions { subject } => write!(f, "list the versions of subject {subject}"),
            Self::SchemaTypes => f.write_str("list the types of schemas"),
            Self::Compatibility {
                subject: Some(subject),
            } => {
                write!(f, "get the compatibility level of subject {subject}")
            }
            Self::Compatibility { subject: None } => f.write_str("get the compatibility level"),
            Self::SetCompatibility {
                subject: Some(subject),
            } => {
                write!(f, "set the compatibility level of subject {subject}")
            }
            Self::SetCompatibility { subject: None } => f.write_str("set the compatibility level"),
        }
    }
}
