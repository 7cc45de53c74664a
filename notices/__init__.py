"""What people are told: in the page, and by e-mail where a server is configured."""
