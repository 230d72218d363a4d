//! The shape of what crosses the wire, said once: camelCase names, TypeScript beside Rust.

/// A request: unknown fields are refused, fields of type `Option` may be left out.
#[macro_export]
#[doc(hidden)]
macro_rules! request {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
        #[ts(optional_fields)]
        pub struct $name { $($body)* }
    )+ };
}

/// A request with at least one field that must be there.
#[macro_export]
#[doc(hidden)]
macro_rules! strict_request {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[ts(optional_fields)]
        pub struct $name { $($body)* }
    )+ };
}

/// A response: every field is always there, `Option` is null.
#[macro_export]
#[doc(hidden)]
macro_rules! response {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, serde::Serialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase")]
        pub struct $name { $($body)* }
    )+ };
}
