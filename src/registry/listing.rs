//! Lists of the registry, whole or page by page.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use futures_util::Stream;
use futures_util::stream;

use super::answer;
use super::client::SchemaRegistryClient;
use super::error::Error;
use super::models::{Association, ContextId, SchemaVersion, StoredSchema, SubjectVersion};
use super::operation::Operation;
use super::wire::Listed;
use crate::framing::SchemaId;

/// A list that the registry has, which can be narrowed down before it is asked for.
///
/// Awaited, it is one request, whose answer a registry may cut short: Confluent's gives 1,000
/// schemas or 20,000 subjects at once. [`stream`](Self::stream) asks until there is nothing more.
///
/// ```
/// use futures_util::TryStreamExt;
/// # use avrolane::registry::{SchemaDefinition, SchemaRegistryClient};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = avrolane_embedded::EmbeddedRegistry::start()?;
/// # let registry = SchemaRegistryClient::builder(server.url()).build()?;
/// # for subject in ["flights-key", "flights-value", "pilots-value"] {
/// #     registry.register(subject, &SchemaDefinition::from_text(r#""string""#)).await?;
/// # }
/// let flights = registry.subjects().prefix("flights-").await?;
/// assert_eq!(flights, ["flights-key", "flights-value"]);
///
/// let all: Vec<String> = registry.subjects().stream(2).try_collect().await?;
/// assert_eq!(all.len(), 3);
/// # Ok(())
/// # }
/// ```
#[must_use = "a list is asked for when it is awaited or streamed"]
pub struct Listing<K> {
    client: SchemaRegistryClient,
    operation: Operation,
    offset: u64,
    limit: Option<u64>,
    kind: PhantomData<fn() -> K>,
}

/// What a [`Listing`] lists.
pub trait ListingKind: sealed::Sealed + 'static {
    /// One of its entries.
    type Item: Send + 'static;
}

mod sealed {
    pub trait Sealed {
        /// How an entry is read.
        #[doc(hidden)]
        fn parse(body: &[u8]) -> Result<Vec<Self::Entry>, super::Error>;

        #[doc(hidden)]
        type Entry;
    }
}

macro_rules! kinds {
    ($($(#[$attribute:meta])* $kind:ident of $item:ty,)+) => {$(
        $(#[$attribute])*
        #[derive(Debug)]
        pub enum $kind {}

        impl sealed::Sealed for $kind {
            type Entry = $item;

            fn parse(body: &[u8]) -> Result<Vec<$item>, Error> {
                let answers: Vec<<$item as Listed>::Answer> = answer::parse(body)?;
                Ok(answers.into_iter().map(Into::into).collect())
            }
        }

        impl ListingKind for $kind {
            type Item = $item;
        }
    )+};
}

kinds! {
    /// The names of subjects.
    Subjects of String,
    /// The versions of a subject.
    Versions of SchemaVersion,
    /// The versions of all subjects.
    Schemas of StoredSchema,
    /// The names of contexts.
    Contexts of String,
    /// The subjects that a schema stands under.
    SubjectsOfId of String,
    /// The subjects that a schema stands under, and as which version.
    VersionsOfId of SubjectVersion,
    /// The ids that a GUID has in each context.
    IdsOfGuid of ContextId,
    /// The schemas that refer to a version.
    ReferencedBy of SchemaId,
    /// Which subjects belong to which topics.
    Associations of Association,
}

impl<K: ListingKind + sealed::Sealed<Entry = <K as ListingKind>::Item>> Listing<K> {
    pub(super) fn new(client: SchemaRegistryClient, operation: Operation) -> Self {
        Self {
            client,
            operation,
            offset: 0,
            limit: None,
            kind: PhantomData,
        }
    }

    /// How many entries are left out at the start. None unless set. Registries before Confluent's
    /// 7.4 take no notice.
    pub fn offset(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// How many entries are wanted at most. As many as the registry gives unless set. Registries
    /// before Confluent's 7.4 take no notice.
    pub fn limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Asks page after page, each of at most `page_size` entries, until there is nothing more. The
    /// stream ends after its first error.
    ///
    /// Entries that are added or removed meanwhile can be missed or come twice. From a registry
    /// that knows no pages all entries come at once.
    pub fn stream(
        self,
        page_size: u32,
    ) -> impl Stream<Item = Result<<K as ListingKind>::Item, Error>> + Send + 'static {
        let pages = Pages {
            page_size: u64::from(page_size.max(1)),
            previous: Vec::new(),
            entries: Vec::new().into_iter(),
            has_more: true,
            listing: self,
        };
        stream::unfold(pages, |mut pages| async move {
            let entry = pages.next().await.transpose()?;
            Some((entry, pages))
        })
    }

    fn narrowed(mut self, change: impl FnOnce(Operation) -> Operation) -> Self {
        self.operation = change(self.operation);
        self
    }

    async fn get(self) -> Result<Vec<<K as ListingKind>::Item>, Error> {
        let mut operation = self.operation;
        if self.offset > 0 {
            operation = operation.query("offset", self.offset.to_string());
        }
        if let Some(limit) = self.limit {
            operation = operation.query("limit", limit.to_string());
        }
        self.client
            .transport()
            .call_with(&operation, K::parse)
            .await
    }
}

impl<K: ListingKind + sealed::Sealed<Entry = <K as ListingKind>::Item>> IntoFuture for Listing<K> {
    type Output = Result<Vec<<K as ListingKind>::Item>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.get())
    }
}

/// A list that is read page by page.
struct Pages<K: ListingKind> {
    listing: Listing<K>,
    page_size: u64,
    /// The page before, as it was answered.
    previous: Vec<u8>,
    entries: std::vec::IntoIter<<K as ListingKind>::Item>,
    has_more: bool,
}

impl<K: ListingKind + sealed::Sealed<Entry = <K as ListingKind>::Item>> Pages<K> {
    async fn next(&mut self) -> Result<Option<<K as ListingKind>::Item>, Error> {
        loop {
            if let Some(entry) = self.entries.next() {
                return Ok(Some(entry));
            }
            if !self.has_more {
                return Ok(None);
            }
            // Unless this page comes, there is no further one.
            self.has_more = false;
            self.turn().await?;
        }
    }

    async fn turn(&mut self) -> Result<(), Error> {
        let Listing {
            client,
            operation,
            offset,
            limit,
            ..
        } = &mut self.listing;
        let wanted = limit.map_or(self.page_size, |limit| limit.min(self.page_size));
        if wanted == 0 {
            return Ok(());
        }
        let operation = operation
            .clone()
            .query("offset", offset.to_string())
            .query("limit", wanted.to_string());
        let page = client.transport().call_bytes(&operation).await?;
        let entries = client.transport().parse_with(&operation, &page, K::parse)?;
        // A registry that takes no notice of the offset answers the same again.
        if entries.is_empty() || page == self.previous {
            return Ok(());
        }
        let length = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        // One that takes no notice of the limit has said all. A page that is too short says
        // nothing: a registry has a limit of its own.
        self.has_more = length <= wanted;
        *offset = offset.saturating_add(length);
        *limit = limit.map(|limit| limit.saturating_sub(length));
        self.previous = page;
        self.entries = entries.into_iter();
        Ok(())
    }
}

impl Listing<Subjects> {
    /// Only subjects whose names start so. A prefix such as `:.staging:` lists a context, `:*:`
    /// all of them, which is what is listed unless it is set.
    ///
    /// A registry that does not know this lists all subjects, as Apicurio does: before subjects are
    /// deleted that were listed so, look at their names.
    pub fn prefix(self, prefix: &str) -> Self {
        self.narrowed(|operation| operation.query("subjectPrefix", prefix))
    }

    /// Also subjects that were deleted softly.
    pub fn include_deleted(self) -> Self {
        self.narrowed(|operation| operation.flag("deleted", true))
    }

    /// Only subjects that were deleted softly.
    pub fn only_deleted(self) -> Self {
        self.narrowed(|operation| operation.flag("deletedOnly", true))
    }
}

impl Listing<Versions> {
    /// Also versions that were deleted softly.
    pub fn include_deleted(self) -> Self {
        self.narrowed(|operation| operation.flag("deleted", true))
    }

    /// Only versions that were deleted softly.
    pub fn only_deleted(self) -> Self {
        self.narrowed(|operation| operation.flag("deletedOnly", true))
    }
}

impl Listing<Schemas> {
    /// Only schemas of subjects whose names start so, as for subjects.
    pub fn prefix(self, prefix: &str) -> Self {
        self.narrowed(|operation| operation.query("subjectPrefix", prefix))
    }

    /// Also versions that were deleted softly.
    pub fn include_deleted(self) -> Self {
        self.narrowed(|operation| operation.flag("deleted", true))
    }

    /// Only the latest version of each subject.
    pub fn latest_only(self) -> Self {
        self.narrowed(|operation| operation.flag("latestOnly", true))
    }

    /// Also the other names of the subjects.
    pub fn with_aliases(self) -> Self {
        self.narrowed(|operation| operation.flag("aliases", true))
    }

    /// Only schemas with a rule of this type.
    pub fn rule_type(self, rule_type: &str) -> Self {
        self.narrowed(|operation| operation.query("ruleType", rule_type))
    }
}

impl Listing<Contexts> {
    /// Only contexts whose names start so.
    pub fn prefix(self, prefix: &str) -> Self {
        self.narrowed(|operation| operation.query("contextPrefix", prefix))
    }
}

impl Listing<SubjectsOfId> {
    /// Also subjects that were deleted softly.
    pub fn include_deleted(self) -> Self {
        self.narrowed(|operation| operation.flag("deleted", true))
    }
}

impl Listing<VersionsOfId> {
    /// Also versions that were deleted softly.
    pub fn include_deleted(self) -> Self {
        self.narrowed(|operation| operation.flag("deleted", true))
    }
}

impl Listing<ReferencedBy> {
    /// Also schemas that were deleted softly.
    pub fn include_deleted(self) -> Self {
        self.narrowed(|operation| operation.flag("deleted", true))
    }
}

impl<K> fmt::Debug for Listing<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing")
            .field("client", &self.client)
            .field("operation", &self.operation)
            .field("offset", &self.offset)
            .field("limit", &self.limit)
            .finish()
    }
}
