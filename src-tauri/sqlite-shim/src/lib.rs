pub use ::sqlite3::*;
