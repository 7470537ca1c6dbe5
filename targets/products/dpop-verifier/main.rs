//! A resource server around dpop-verifier, as its documentation sets it up: nonces without memory, and a store of used jti.
//!   resource-server <port> <issuer>

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{header, HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::Router;
use dpop_verifier::{DpopError, DpopVerifier, HmacConfig, NonceMode, ReplayContext, ReplayStore};
use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};
use tokio::sync::{Mutex, OnceCell};

const PATHS: [&str; 3] = ["/", "/resource", "/resource/other"];
const ALGS: &str = r#"algs="ES256 EdDSA""#;
const MAX_AGE: i64 = 60;
const SKEW: i64 = 5;

struct App {
    origin: String,
    issuer: String,
    key: OnceCell<DecodingKey>,
    used: Mutex<Used>,
}

/// Each jti is kept as long as its proof may be taken.
#[derive(Default)]
struct Used(HashMap<[u8; 32], i64>);

#[async_trait::async_trait]
impl ReplayStore for Used {
    async fn insert_once(&mut self, hash: [u8; 32], context: ReplayContext<'_>) -> Result<bool, DpopError> {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64;
        self.0.retain(|_, until| *until > now);
        Ok(self.0.insert(hash, context.iat + MAX_AGE + SKEW).is_none())
    }
}

#[derive(serde::Deserialize)]
struct Claims {
    sub: String,
    cnf: Option<HashMap<String, serde_json::Value>>,
}

/// The code of the error, if there is one, and a new nonce.
struct Refusal(Option<&'static str>, Option<String>);

const BAD_TOKEN: Refusal = Refusal(Some("invalid_token"), None);
const BAD_PROOF: Refusal = Refusal(Some("invalid_dpop_proof"), None);

#[tokio::main]
async fn main() {
    let options: Vec<String> = std::env::args().collect();
    let address = format!("127.0.0.1:{}", options[1]);
    let app = Arc::new(App {
        origin: format!("http://{address}"),
        issuer: options[2].clone(),
        key: OnceCell::new(),
        used: Mutex::default(),
    });
    let listener = tokio::net::TcpListener::bind(&address).await.unwrap();
    println!("ready");
    axum::serve(listener, Router::new().fallback(answer).with_state(app)).await.unwrap();
}

async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    if !PATHS.contains(&request.uri().path()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let target = format!("{}{}", app.origin, request.uri().path());
    match app.check(request.headers(), request.method().as_str(), &target).await {
        Ok(()) => r#"{"protected":"resource"}"#.into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

impl App {
    async fn check(&self, headers: &HeaderMap, method: &str, target: &str) -> Result<(), Refusal> {
        let token = token_of(headers).ok_or(Refusal(None, None))?;
        let claims = self.claims_of(&token).await.ok_or(BAD_TOKEN)?;
        let bound = claims.cnf.as_ref().and_then(|cnf| cnf.get("jkt")).and_then(|jkt| jkt.as_str()).ok_or(BAD_TOKEN)?;
        let proof = proof_of(headers).map_err(|_| BAD_PROOF)?;
        let nonces = HmacConfig::new(secret(), 300, true, true, true);
        let verifier = DpopVerifier::new()
            .with_max_age_seconds(MAX_AGE)
            .with_future_skew_seconds(SKEW)
            .with_nonce_mode(NonceMode::Hmac(nonces))
            .with_client_binding(claims.sub.clone());
        let mut used = self.used.lock().await;
        match verifier.verify(&mut *used, proof, target, method, Some(&token)).await {
            Ok(verified) if verified.jkt == bound => Ok(()),
            Ok(_) => Err(BAD_TOKEN),
            Err(DpopError::UseDpopNonce { nonce }) => Err(Refusal(Some("use_dpop_nonce"), Some(nonce))),
            Err(_) => Err(BAD_PROOF),
        }
    }

    async fn claims_of(&self, token: &str) -> Option<Claims> {
        let mut rules = Validation::new(Algorithm::ES256);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&["urn:proofmark:api"]);
        rules.validate_nbf = true;
        let key = self.key.get_or_init(|| fetch(format!("{}/jwks", self.issuer))).await;
        let data = decode::<Claims>(token, key, &rules).ok()?;
        (data.header.typ.as_deref() == Some("at+jwt")).then_some(data.claims)
    }
}

async fn fetch(url: String) -> DecodingKey {
    let load = move || ureq::get(&url).call().unwrap().body_mut().read_json::<jsonwebtoken::jwk::JwkSet>().unwrap();
    let keys = tokio::task::spawn_blocking(load).await.unwrap();
    DecodingKey::from_jwk(&keys.keys[0]).unwrap()
}

/// One access token, in one field.
fn token_of(headers: &HeaderMap) -> Option<String> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let (scheme, token) = lines.next()?.to_str().ok()?.split_once(' ')?;
    (lines.next().is_none() && scheme.eq_ignore_ascii_case("dpop")).then(|| token.to_owned())
}

/// As the helper of the crate for Actix does it, with its errors.
fn proof_of(headers: &HeaderMap) -> Result<&str, DpopError> {
    let mut lines = headers.get_all("DPoP").iter();
    let line = lines.next().ok_or(DpopError::MissingDpopHeader)?;
    if lines.next().is_some() {
        return Err(DpopError::MultipleDpopHeaders);
    }
    line.to_str().map_err(|_| DpopError::InvalidDpopHeader)
}

/// For the nonces of this process alone.
fn secret() -> Vec<u8> {
    static SECRET: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    SECRET.get_or_init(|| std::env::var("NONCE_SECRET").unwrap().into_bytes()).clone()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Refusal(error, nonce) = self;
        let challenge = match error {
            Some(error) => format!(r#"DPoP error="{error}", {ALGS}"#),
            None => format!("DPoP {ALGS}"),
        };
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_str(&challenge).unwrap());
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(nonce) = nonce {
            response.headers_mut().insert("DPoP-Nonce", HeaderValue::from_str(&nonce).unwrap());
        }
        response
    }
}
