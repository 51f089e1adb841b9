/** Services that other people run: an answer of theirs is `external-api` where one of the team's own would be `api`. */
export const providers: readonly string[] = `
  stripe, paypal, PayPal, braintree, adyen, klarna, plaid, openai, OpenAI, anthropic, claude, gemini api, vertex ai, mistral, cohere, groq,
  huggingface, hugging face, replicate com, bedrock, deepl, twilio, sendgrid, SendGrid, mailgun, mailchimp, MailChimp, postmark, sparkpost, vonage,
  nexmo, slack, discord, telegram, whatsapp, line messaging, teams webhook, pagerduty, PagerDuty, opsgenie, datadog, sentry io, api github com,
  GitHub, github rest, github api, gitlab com, bitbucket org, atlassian, jira cloud, zendesk, intercom, hubspot, HubSpot, salesforce, shopify,
  amazonaws, aws, amazon, dynamodb, DynamoDB, cloudfront, googleapis, googleapiclient, google api, gmail, firebase, firestore, apns, fcm,
  azure, microsoft graph, graph microsoft, office365, cloudflare, fastly, akamai, heroku, vercel, netlify, digitalocean, facebook, instagram,
  twitter, linkedin, youtube, YouTube, dropbox, notion, airtable, algolia, auth0, okta, docusign, maxmind, mapbox, geocoding, openweathermap,
  fedex, dhl, quickbooks, xero, spotify, zoom us
`
  .split(',')
  .map((name) => name.trim());
