"""What Headgate tells machines and pages: JSON forms and Markdown. Pure; knows no terminal."""
