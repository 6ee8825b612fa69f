"""รายงาน: what the site tells the province, and its page that tells everybody who we are."""
