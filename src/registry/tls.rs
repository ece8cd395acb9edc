//! How the client speaks TLS: whom it trusts, and by which certificate it is known.

#![cfg_attr(
    not(any(feature = "rustls-tls", feature = "native-tls")),
    expect(dead_code, reason = "what is set is refused unread")
)]

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use super::error::Error;

/// PEM text, or where it stands.
#[derive(Clone)]
pub(super) enum Pem {
    Text(Vec<u8>),
    File(PathBuf),
}

/// The client's own certificate, and its key.
#[derive(Debug, Clone)]
pub(super) struct ClientCertificate {
    pub(super) chain: Pem,
    pub(super) key: Pem,
}

/// What a client's TLS is set to.
#[derive(Debug)]
pub(super) struct TlsSettings {
    /// Whether there is anything to be asked over TLS.
    #[cfg_attr(
        all(feature = "native-tls", not(feature = "rustls-tls")),
        expect(
            dead_code,
            reason = "the system reads its certificates when it needs them"
        )
    )]
    pub(super) is_needed: bool,
    /// Whom to trust; whom the system trusts if empty.
    pub(super) authorities: Vec<Pem>,
    pub(super) client_certificate: Option<ClientCertificate>,
}

/// No file of certificates has more; the system's own have a quarter of it.
const MAX_PEM_BYTES: u64 = 1 << 20;

impl Pem {
    pub(super) fn text(text: impl Into<Vec<u8>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn file(path: impl Into<PathBuf>) -> Self {
        Self::File(path.into())
    }

    fn read(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Text(text) => Ok(text.clone()),
            Self::File(path) => read_file(path).map_err(|cause| {
                Error::configuration(format!("{} cannot be read", path.display()))
                    .with_source(cause)
            }),
        }
    }

    /// An error that says where the text is from.
    fn invalid(&self, what: &str) -> Error {
        Error::configuration(match self {
            Self::Text(_) => format!("the PEM text {what}"),
            Self::File(path) => format!("{} {what}", path.display()),
        })
    }
}

fn read_file(path: &PathBuf) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    File::open(path)?
        .take(MAX_PEM_BYTES + 1)
        .read_to_end(&mut text)?;
    if text.len() as u64 > MAX_PEM_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "it has over 1 MiB",
        ));
    }
    Ok(text)
}

impl fmt::Debug for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("…"),
            Self::File(path) => path.fmt(f),
        }
    }
}

#[cfg(feature = "rustls-tls")]
pub(super) use rustls_tls::configure;

#[cfg(feature = "rustls-tls")]
mod rustls_tls {
    use std::sync::Arc;

    use reqwest::ClientBuilder;
    use rustls::client::WantsClientCert;
    use rustls::crypto::CryptoProvider;
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use rustls::{ClientConfig, ConfigBuilder, RootCertStore};
    use rustls_platform_verifier::Verifier;

    use super::{ClientCertificate, Pem, TlsSettings};
    use crate::registry::error::Error;

    /// Has the client speak TLS by rustls and ring.
    ///
    /// The provider is given to this client alone: none is installed for the process, where it
    /// could be in the way of another crate's.
    pub(in crate::registry) fn configure(
        builder: ClientBuilder,
        settings: &TlsSettings,
    ) -> Result<ClientBuilder, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = trust(provider, settings)?;
        let config = match &settings.client_certificate {
            Some(certificate) => with_certificate(config, certificate)?,
            None => config.with_no_client_auth(),
        };
        Ok(builder.tls_backend_preconfigured(config))
    }

    fn trust(
        provider: Arc<CryptoProvider>,
        settings: &TlsSettings,
    ) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, Error> {
        let unusable = |cause: rustls::Error| {
            Error::configuration("the system's TLS certificates cannot be used")
                .with_source(cause)
                .with_advice("install them (ca-certificates), or give those to trust with ca_file")
        };
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(unusable)?;
        // A machine without certificates, such as a bare container, can still use plain HTTP.
        if settings.authorities.is_empty() && settings.is_needed {
            let verifier = Verifier::new(provider).map_err(unusable)?;
            let config = config.dangerous();
            return Ok(config.with_custom_certificate_verifier(Arc::new(verifier)));
        }
        let mut roots = RootCertStore::empty();
        for authority in &settings.authorities {
            for certificate in certificates(authority)? {
                roots.add(certificate).map_err(|cause| {
                    authority
                        .invalid("has a certificate that is none of an authority")
                        .with_source(cause)
                })?;
            }
        }
        Ok(config.with_root_certificates(roots))
    }

    fn with_certificate(
        config: ConfigBuilder<ClientConfig, WantsClientCert>,
        certificate: &ClientCertificate,
    ) -> Result<ClientConfig, Error> {
        let ClientCertificate { chain, key } = certificate;
        let private_key = PrivateKeyDer::from_pem_slice(&key.read()?).map_err(|cause| {
            key.invalid("has no private key that can be read")
                .with_source(cause)
                .with_advice("an encrypted one is to be decrypted first, as openssl pkey does")
        })?;
        config
            .with_client_auth_cert(certificates(chain)?, private_key)
            .map_err(|cause| {
                key.invalid("has a private key that does not fit the client's certificate")
                    .with_source(cause)
            })
    }

    fn certificates(pem: &Pem) -> Result<Vec<CertificateDer<'static>>, Error> {
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(&pem.read()?)
            .collect::<Result<_, _>>()
            .map_err(|cause| pem.invalid("is not valid PEM").with_source(cause))?;
        if certificates.is_empty() {
            return Err(pem.invalid("has no certificate in it"));
        }
        Ok(certificates)
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-tls")))]
pub(super) fn configure(
    builder: reqwest::ClientBuilder,
    settings: &TlsSettings,
) -> Result<reqwest::ClientBuilder, Error> {
    let mut builder = builder.tls_backend_native();
    if !settings.authorities.is_empty() {
        let mut certificates = Vec::new();
        for authority in &settings.authorities {
            let bundle = reqwest::Certificate::from_pem_bundle(&authority.read()?)
                .map_err(|cause| authority.invalid("is not valid PEM").with_source(cause))?;
            if bundle.is_empty() {
                return Err(authority.invalid("has no certificate in it"));
            }
            certificates.extend(bundle);
        }
        builder = builder.tls_certs_only(certificates);
    }
    if let Some(ClientCertificate { chain, key }) = &settings.client_certificate {
        let identity = reqwest::Identity::from_pkcs8_pem(&chain.read()?, &key.read()?);
        builder = builder.identity(identity.map_err(|cause| {
            key.invalid("has no private key of PKCS #8 that fits the client's certificate")
                .with_source(cause)
        })?);
    }
    Ok(builder)
}

#[cfg(not(any(feature = "rustls-tls", feature = "native-tls")))]
pub(super) fn configure(
    builder: reqwest::ClientBuilder,
    settings: &TlsSettings,
) -> Result<reqwest::ClientBuilder, Error> {
    let TlsSettings {
        is_needed,
        authorities,
        client_certificate,
    } = settings;
    if *is_needed || !authorities.is_empty() || client_certificate.is_some() {
        return Err(Error::configuration(
            "an https URL or a certificate needs avrolane's feature rustls-tls or native-tls",
        ));
    }
    Ok(builder)
}
