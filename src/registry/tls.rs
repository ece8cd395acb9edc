//! How the client speaks TLS.

use reqwest::{ClientBuilder, Url};

use super::error::Error;

/// Has the client speak TLS by rustls and ring, and trust what the system trusts.
///
/// The provider is given to this client alone: none is installed for the process, where it could
/// be in the way of another crate's.
#[cfg(feature = "rustls-tls")]
pub(super) fn configure(builder: ClientBuilder, url: &Url) -> Result<ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::Verifier;

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let unusable = |cause: rustls::Error| {
        Error::configuration("the system's TLS certificates cannot be used").with_source(cause)
    };
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    // A machine without certificates, such as a bare container, can still use plain HTTP.
    let config = if url.scheme() == "https" {
        let verifier = Verifier::new(provider).map_err(unusable)?;
        config
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.tls_backend_preconfigured(config.with_no_client_auth()))
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-tls")))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature whatever the features"
)]
pub(super) fn configure(builder: ClientBuilder, _url: &Url) -> Result<ClientBuilder, Error> {
    Ok(builder.tls_backend_native())
}

#[cfg(not(any(feature = "rustls-tls", feature = "native-tls")))]
pub(super) fn configure(builder: ClientBuilder, url: &Url) -> Result<ClientBuilder, Error> {
    if url.scheme() == "https" {
        return Err(Error::configuration(
            "an https registry needs avrolane's feature rustls-tls or native-tls",
        ));
    }
    Ok(builder)
}
