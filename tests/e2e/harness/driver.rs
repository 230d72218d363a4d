//! WebKitWebDriver, one for each window.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::scene::Scene;

const STARTS_WITHIN: Duration = Duration::from_secs(10);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// The window inherits the environment of its driver, so the scene is set here.
    pub fn start(scene: &Scene) -> Self {
        assert!(
            std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some(),
            "There is no display. `cargo xtask test` brings one (xvfb-run)."
        );
        let port = free_port();
        let log = scene.exports().with_file_name("webdriver.log");
        let log = File::create(&log).expect("a log for the driver");
        let mut command = Command::new("WebKitWebDriver");
        command
            .args([format!("--port={port}"), "--host=127.0.0.1".into()])
            // Tauri 2.12 reads the second name, earlier ones the first.
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle of a file just opened"))
            .stderr(log);
        scene.dress(&mut command);
        let process = command.spawn().unwrap_or_else(|error| {
            panic!("WebKitWebDriver cannot be started ({error}). `cargo xtask setup` installs it.")
        });
        let driver = Self { process, port };
        let deadline = Instant::now() + STARTS_WITHIN;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(Instant::now() < deadline, "WebKitWebDriver does not listen on port {port}");
            std::thread::sleep(BETWEEN_LOOKS);
        }
        driver
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended with its window; either way it is gone afterwards.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that was free a moment ago: the system hands them out in turn, so another test does not
/// get the same one.
fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).expect("a free port").port()
}
